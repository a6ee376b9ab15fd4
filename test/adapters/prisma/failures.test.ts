import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import type { Database } from '../../../src/adapters/prisma/database.js'
import { PrismaUnitOfWork } from '../../../src/adapters/prisma/prisma-unit-of-work.js'
import { Unavailable } from '../../../src/domain/errors.js'
import type { Storage } from '../../contracts/storage.js'
import { draftOf, makeGroup, makeUsers, send } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'
import { TcpProxy } from '../../support/tcp-proxy.js'
import { until } from '../../support/until.js'

let made: Awaited<ReturnType<typeof createTestDatabase>>
let database: Database
let storage: Storage
/** A session of the test's own, to hold locks with. */
let other: Client

beforeAll(async () => {
  made = await createTestDatabase()
  database = openPostgres(made.url, { poolSize: 4 })
  storage = prismaStorage(database.prisma)
  other = new Client({ connectionString: made.url })
  await other.connect()
})

afterAll(async () => {
  await other.end()
  await database.close()
  await made.drop()
})

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

requires('postgres')('a database in trouble', () => {
  it('is Unavailable to who comes after it was closed, which may be said twice', async () => {
    const closed = openPostgres(made.url)
    await closed.ping()
    await closed.close()
    await expect(closed.prisma.user.count()).rejects.toBeInstanceOf(Unavailable)
    await closed.close()
  })

  it('is Unavailable to who loses a deadlock: the same may well work a moment later', async () => {
    const [one, two] = await makeUsers(storage, 2)
    // So that the other session is not the one that gives up.
    await other.query("SET deadlock_timeout = '1min'")
    await other.query('BEGIN')
    await other.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [two?.id])
    let others: Promise<unknown> = Promise.resolve()
    const work = database.prisma.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SELECT FROM users WHERE id = ${one?.id}::uuid FOR UPDATE`
        others = other.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [one?.id])
        await transaction.$executeRaw`SELECT FROM users WHERE id = ${two?.id}::uuid FOR UPDATE`
      },
      { timeout: 10_000 },
    )
    await expect(work).rejects.toBeInstanceOf(Unavailable)
    await others
    await other.query('ROLLBACK')
    await other.query('RESET deadlock_timeout')
  })

  it('F17 is Unavailable at once where nobody listens, transactions and migrations too', async () => {
    const away = openPostgres('postgresql://postgres@127.0.0.1:1/nothing')
    const took = await elapsed(async () => {
      await expect(away.ping()).rejects.toBeInstanceOf(Unavailable)
      await expect(
        prismaStorage(away.prisma).unitOfWork.run(({ chats }) => chats.lock(crypto.randomUUID() as never)),
      ).rejects.toBeInstanceOf(Unavailable)
      await expect(away.migrate()).rejects.toBeInstanceOf(Unavailable)
    })
    await away.close()
    expect(took).toBeLessThan(2_000)
  })

  it('F18 is Unavailable within the time to connect where packets vanish, and well again after', async () => {
    const proxy = await TcpProxy.to(made.url)
    const far = openPostgres(proxy.url)
    proxy.silence()
    const took = await elapsed(() => expect(far.ping()).rejects.toBeInstanceOf(Unavailable))
    proxy.heal()
    await until('the database answers again', () =>
      far.ping().then(
        () => true,
        () => false,
      ),
    )
    await far.close()
    await proxy.close()
    expect(took).toBeGreaterThan(1_500)
    expect(took).toBeLessThan(4_000)
  })

  it('F18 is Unavailable a second after its own limit where what is open falls silent, in a transaction too', async () => {
    const proxy = await TcpProxy.to(made.url)
    const far = openPostgres(proxy.url)
    await Promise.all([far.ping(), far.ping()])
    const work = far.prisma.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SELECT 1`
        proxy.silence()
        await Promise.all([expect(far.ping()).rejects.toBeInstanceOf(Unavailable), transaction.$executeRaw`SELECT 1`])
      },
      { timeout: 10_000 },
    )
    const took = await elapsed(() => expect(work).rejects.toBeInstanceOf(Unavailable))
    proxy.heal()
    await far.ping()
    await far.close()
    await proxy.close()
    expect(took).toBeGreaterThan(5_000)
    expect(took).toBeLessThan(8_000)
  })

  it('F16 is Unavailable when a connection is cut in the middle, and the next query is well', async () => {
    const proxy = await TcpProxy.to(made.url)
    const far = openPostgres(proxy.url)
    await far.ping()
    const query = far.prisma.$queryRaw`SELECT pg_sleep(3)::text`
    await until(
      'the query runs',
      async () => (await other.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(3)%'")).rowCount,
    )
    proxy.cut()
    await expect(query).rejects.toBeInstanceOf(Unavailable)
    await far.ping()
    await far.close()
    await proxy.close()
  })

  it('F16 is Unavailable when the server ends the session', async () => {
    await expect(database.prisma.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`).rejects.toBeInstanceOf(Unavailable)
    await database.ping()
  })

  it('F19 is Unavailable when the pool is empty, and well as soon as it is not', async () => {
    const small = openPostgres(made.url, { poolSize: 2 })
    const slow = [1, 2].map(() => small.prisma.$queryRaw`SELECT pg_sleep(3)::text`)
    const outcomes = Promise.all(slow)
    await expect(small.ping()).rejects.toBeInstanceOf(Unavailable)
    await outcomes
    await small.ping()
    await small.close()
  })

  it('F21 is Unavailable when a lock is not to be had in two seconds', async () => {
    const [owner] = await makeUsers(storage, 1)
    if (owner === undefined) throw new Error('no user')
    const chat = await makeGroup(storage, [owner])
    await other.query('BEGIN')
    await other.query('SELECT 1 FROM chats WHERE id = $1 FOR UPDATE', [chat.id])
    const took = await elapsed(() => expect(storage.unitOfWork.run(({ chats }) => chats.lock(chat.id))).rejects.toBeInstanceOf(Unavailable))
    await other.query('ROLLBACK')
    expect(took).toBeGreaterThan(1_500)
    expect(took).toBeLessThan(4_000)
    await send(storage, chat.id, owner)
  })

  it('F21 a statement ends after five seconds', async () => {
    await expect(database.prisma.$queryRaw`SELECT pg_sleep(8)::text`).rejects.toBeInstanceOf(Unavailable)
  })

  it('F23 is Unavailable when it takes no writes', async () => {
    const [owner] = await makeUsers(storage, 1)
    if (owner === undefined) throw new Error('no user')
    const chat = await makeGroup(storage, [owner])
    const url = new URL(made.url)
    url.searchParams.set('options', '-c default_transaction_read_only=on')
    const old = openPostgres(url.href)
    await expect(prismaStorage(old.prisma).messages.append(draftOf(chat.id, owner))).rejects.toBeInstanceOf(Unavailable)
    await old.ping()
    await old.close()
  })

  it('F22 units that lock crosswise all succeed', async () => {
    const [owner] = await makeUsers(storage, 1)
    if (owner === undefined) throw new Error('no user')
    const [one, two] = [await makeGroup(storage, [owner]), await makeGroup(storage, [owner])]
    const work = new PrismaUnitOfWork(database.prisma)
    let runs = 0
    const cross = (first: typeof one, second: typeof one) =>
      work.run(async ({ chats }) => {
        runs += 1
        await chats.lock(first.id)
        await database.prisma.$queryRaw`SELECT pg_sleep(0.05)::text`
        await chats.lock(second.id)
      })
    await Promise.all([cross(one, two), cross(two, one)])
    expect(runs).toBeGreaterThan(2)
  })

  it('says nothing of time zones: the session is on UTC wherever the server is', async () => {
    await other.query(`ALTER DATABASE ${new URL(made.url).pathname.slice(1)} SET TimeZone = 'Asia/Tokyo'`)
    const far = openPostgres(made.url)
    const [owner] = await makeUsers(storage, 1, [{ createdAt: new Date('2026-07-01T12:34:56.789Z') }])
    const [row] = await far.prisma.$queryRaw<{ stored: string; zone: string }[]>`
      SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') AS stored, current_setting('TimeZone') AS zone FROM users WHERE id = ${owner?.id}::uuid`
    await far.close()
    expect(row).toEqual({ stored: '2026-07-01 12:34:56.789', zone: 'UTC' })
  })
})
