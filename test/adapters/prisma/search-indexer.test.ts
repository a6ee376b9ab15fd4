import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import type { Database } from '../../../src/adapters/prisma/database.js'
import { lexemesOf } from '../../../src/adapters/prisma/search/lexemes.js'
import { indexQueued, SearchIndexer } from '../../../src/adapters/prisma/search/search-indexer.js'
import { Unavailable } from '../../../src/domain/errors.js'
import type { Message } from '../../../src/domain/messages/message.js'
import { amend, later, makeGroup, makeUsers, send, upTo } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'
import { until } from '../../support/until.js'

requires('postgres')('the search indexer', () => {
  let database: Database
  let drop: () => Promise<void>
  const storage = () => prismaStorage(database.prisma)

  beforeAll(async () => {
    const made = await createTestDatabase()
    database = openPostgres(made.url)
    drop = made.drop
  }, 60_000)
  afterEach(() => database.prisma.$executeRaw`TRUNCATE messages, search_queue CASCADE`)
  afterAll(async () => {
    await database.close()
    await drop()
  })

  async function said(...texts: readonly string[]): Promise<readonly Message[]> {
    const [ada] = await makeUsers(storage(), 1)
    if (ada === undefined) throw new Error('no user')
    const chat = await makeGroup(storage(), [ada])
    const messages: Message[] = []
    for (const text of texts) messages.push(await send(storage(), chat.id, ada, { text }))
    return messages
  }

  const queued = () => database.prisma.searchQueue.count()

  /** One that begins with a message at a time, and takes so many at most. */
  function makeIndexer(most: number, { prisma } = database) {
    const timers = new ManualTimers()
    const failures: unknown[] = []
    const indexer = new SearchIndexer(prisma, timers, {
      batch: { least: 1, most },
      clearAfter: 8,
      onFailure: (reason) => failures.push(reason),
    })
    return { indexer, timers, failures }
  }

  /** One to index with that has read what is queued, and then lets something happen before it writes. */
  function lateClient(meanwhile: () => Promise<void>): typeof database.prisma {
    let statements = 0
    return {
      $queryRaw: async (...statement: Parameters<typeof database.prisma.$queryRaw>) => {
        statements += 1
        if (statements === 2) await meanwhile()
        return database.prisma.$queryRaw(...statement)
      },
    } as typeof database.prisma
  }

  /** What is indexed, and is not what `lexemesOf` makes of a message that stands. */
  async function wrong(messages: readonly Message[]): Promise<readonly string[]> {
    const rows = await database.prisma.$queryRaw<{ id: string; lexemes: string[] }[]>`
      SELECT message_id AS id, tsvector_to_array(lexemes) AS lexemes FROM message_search`
    const indexed = new Map(rows.map(({ id, lexemes }) => [id, [...lexemes].sort().join(' ')]))
    const expected = new Map(
      messages
        .filter(({ deletedAt }) => deletedAt === null)
        .map((message) => [String(message.id), [...new Set(lexemesOf(message))].sort().join(' ')]),
    )
    return [...new Set([...indexed.keys(), ...expected.keys()])].filter((id) => indexed.get(id) !== expected.get(id))
  }

  it('indexes batch after batch without a pause, each twice as large up to the most, then looks again every second, and stops', async () => {
    const messages = await said(...upTo(8).map((number) => `text ${number}`))
    const { indexer, timers, failures } = makeIndexer(3)
    indexer.start()
    await timers.advance(999)
    expect(await queued()).toBe(8)
    await timers.advance(1)
    for (const left of [7, 5, 2, 0]) {
      await until(`${left} are left`, async () => (await queued()) === left)
      await until('the next batch waits', () => timers.waiting === 1)
      await timers.advance(0)
    }
    expect(await wrong(messages)).toEqual([])
    const sizeOf = () => database.prisma.$queryRaw<{ size: bigint }[]>`SELECT pg_relation_size('search_queue') AS size`
    await until('nothing is left behind in the queue', async () => (await sizeOf())[0]?.size === 0n)
    await until('it waits again', () => timers.waiting === 1)
    await indexer.stop()
    expect(timers.waiting).toBe(0)
    expect(failures).toEqual([])
  })

  it('looks again soon while there was something, and after a second when there was nothing', async () => {
    const { indexer, timers } = makeIndexer(3)
    indexer.start()
    for (const [pause, text] of [
      [1_000, 'one'],
      [250, 'two'],
      [250, null],
      [1_000, 'three'],
    ] as const) {
      if (text !== null) await said(text)
      await timers.advance(pause - 1)
      expect(await queued()).toBe(text === null ? 0 : 1)
      await timers.advance(1)
      // One that takes all that it may take looks for more at once.
      await until('none is left', async () => (await queued()) === 0)
      await until('the next look waits', () => timers.waiting === 1)
      if (text !== null) await timers.advance(0)
      await until('it has looked', () => timers.waiting === 1)
    }
    await indexer.stop()
  })

  it('says what failed, and tries again', async () => {
    const away = openPostgres('postgresql://nobody@127.0.0.1:1/none')
    const { indexer, timers, failures } = makeIndexer(3, away)
    indexer.start()
    for (const times of [1, 2]) {
      await until('it waits', () => timers.waiting === 1)
      await timers.advance(1_000)
      await until('it failed', () => failures.length === times)
    }
    expect(failures).toEqual([expect.any(Unavailable), expect.any(Unavailable)])
    await indexer.stop()
    await away.close()
  })

  it('begins with few again after a batch that failed', async () => {
    await said(...upTo(8).map((number) => `text ${number}`))
    const { indexer, timers, failures } = makeIndexer(8)
    const round = async (after: number) => {
      await timers.advance(after)
      await until('the next round waits', () => timers.waiting === 1)
      return queued()
    }
    indexer.start()
    expect([await round(1_000), await round(0)]).toEqual([7, 5])
    await database.prisma.$executeRaw`ALTER TABLE message_search ADD CONSTRAINT none CHECK (false) NOT VALID`
    expect([await round(0), failures.length]).toEqual([5, 1])
    await database.prisma.$executeRaw`ALTER TABLE message_search DROP CONSTRAINT none`
    expect(await round(1_000)).toBe(4)
    await indexer.stop()
  })

  it('does nothing while another node is at it', async () => {
    await said('one')
    await database.prisma.$transaction(async (other) => {
      await other.$queryRaw`SELECT pg_advisory_xact_lock(72707371)::text`
      expect(await indexQueued(database.prisma, 10)).toBe(0)
    })
    expect(await indexQueued(database.prisma, 10)).toBe(1)
  })

  it('counts and writes nothing that another node has indexed since it was read', async () => {
    await said('one', 'two')
    const versions = () => database.prisma.$queryRaw`SELECT xmin::text FROM message_search`
    let before: unknown
    const late = lateClient(async () => {
      await indexQueued(database.prisma, 10)
      before = await versions()
    })
    expect(await indexQueued(late, 10)).toBe(0)
    expect(await queued()).toBe(0)
    expect(await versions()).toEqual(before)
  })

  it('SH5 leaves alone what was edited or deleted since it was read, though another node has indexed that by now', async () => {
    const [first, second, third] = await said('one', 'two', 'three')
    if (!first || !second || !third) throw new Error('no messages')
    const changed: Message[] = [first]
    const late = lateClient(async () => {
      changed.push(await amend(storage(), second, { text: 'two, or more', editedAt: later(1) }))
      changed.push(await amend(storage(), third, { text: null, deletedAt: later(1) }))
      // Takes the edited one, but not all that is queued of it.
      await indexQueued(database.prisma, 2)
    })
    expect(await indexQueued(late, 10)).toBe(1)
    expect(await queued()).toBe(2)
    expect(await wrong(changed)).toEqual([])
    await storage().settleSearch()
    expect(await wrong(changed)).toEqual([])
  })

  it('SH5 ends with what the messages say, whatever was edited and deleted while several nodes were at it', async () => {
    const messages = [...(await said(...upTo(12).map((number) => `first text ${number}`)))]
    let done = false
    const nodes = [1, 2, 3].map(async () => {
      while (!done) await indexQueued(database.prisma, 4)
    })
    await Promise.all(
      messages.map(async (_, place) => {
        for (const round of upTo(4)) {
          const before = messages[place]
          if (before === undefined) throw new Error('no message')
          const isLast = round === 4 && place % 3 === 0
          const changes = isLast ? { text: null, deletedAt: later(round) } : { text: `text ${round} of ${place}`, editedAt: later(round) }
          messages[place] = await amend(storage(), before, changes)
        }
      }),
    )
    done = true
    await Promise.all(nodes)
    await storage().settleSearch()
    expect(await wrong(messages)).toEqual([])
  }, 60_000)
})
