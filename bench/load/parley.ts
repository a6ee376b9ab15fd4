import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import { BoundedQueue } from '../../src/application/bounded-queue.js'
import { testRedisUrl } from '../../test/support/app.js'
import { createTestDatabase, queryOnce } from '../../test/support/postgres.js'
import { until } from '../../test/support/until.js'
import { Caller } from './caller.js'
import { type Contender, day, type Entrance, listening, ofUser, secret } from './contender.js'
import { seed, seedParley } from './seed.js'
import { asUsersDo, type Settings, startServer } from './server-process.js'
import type { World } from './world.js'

export interface ParleyContender extends Contender {
  readonly databaseUrl: string
  /** Resolves once all is indexed for the search. */
  settle(): Promise<void>
  /** What a client does that was away for a moment, and missed nothing. Answers the status. */
  resume(user: number): Promise<number>
  /** How many its database has committed, to about a second ago. */
  transactions(): Promise<number>
}

/** The product as its user starts it, with rate limits off: everybody here would be over them. Several nodes need Redis. */
export async function startParley(
  world: World,
  { nodes = 1, redis = nodes > 1, settings = {} }: { nodes?: number; redis?: boolean; settings?: Settings } = {},
): Promise<ParleyContender> {
  const database = await createTestDatabase()
  await seed(database.url, (client) => seedParley(client, world))
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  const environment = {
    RATE_LIMITS: 'off',
    ACCESS_TOKEN_TTL: String(day),
    JWT_KEYS: `bench:${secret}`,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
  }
  const shared = redis ? { REDIS_URL: testRedisUrl } : {}
  const start = () => startServer(asUsersDo, { ...environment, ...shared, ...settings, DATABASE_URL: database.url })
  const servers = await Promise.all(Array.from({ length: nodes }, start))
  const header = { alg: 'HS256', typ: 'at+jwt', kid: 'bench' } as const
  const tokens = world.users.map((sub) =>
    jwt.sign({ iss: 'parley', aud: 'parley', sub, sid: sub, gen: 0 }, secret, { header, expiresIn: day - 60 }),
  )
  const heldBy = chatsHeld(world)
  const name = nodes > 1 ? `Parley, ${nodes} nodes` : redis ? 'Parley with Redis' : 'Parley'
  const { sync, closeCallers, ...door } = parleyDoor({ name, tokens, ports: servers.flatMap(({ ports }) => ports) })
  return {
    ...door,
    cpu: () => servers.reduce((sum, server) => sum + server.cpu(), 0),
    memory: async () => (await Promise.all(servers.map((server) => server.memory()))).reduce((sum, bytes) => sum + bytes, 0),
    databaseUrl: database.url,
    settle: async () => {
      await until(
        'all is indexed',
        async () => (await queryOnce(database.url, 'SELECT FROM search_queue LIMIT 1', [])).rowCount === 0,
        600_000,
      )
    },
    resume: (user) => sync(user, heldBy[user] ?? ''),
    transactions: async () => {
      const sql = 'SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()'
      return Number((await queryOnce(database.url, sql, [])).rows[0]?.xact_commit)
    },
    close: async () => {
      closeCallers()
      for (const server of servers) await server.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** How to be among the clients of a Parley that runs already, from whichever process. */
export function parleyDoor({ name, ports, tokens }: Entrance) {
  const idle = new Map<number, Caller[]>()
  // Else everybody's second connection would be more files than a process may have open.
  const turns = new BoundedQueue(500, Number.POSITIVE_INFINITY, '')
  const sync = (user: number, held: string) =>
    turns.run(async () => {
      const port = ofUser(ports, user)
      const [kept, ...others] = (idle.get(port) ?? []).filter(({ isOpen }) => isOpen)
      idle.set(port, others)
      const caller = kept ?? (await Caller.open(port))
      const status = await caller.post('/v1/sync', tokens[user] ?? '', `{"chats":[${held}]}`)
      idle.get(port)?.push(caller)
      return status
    })
  return {
    name,
    ports,
    tokens,
    listen: listening(ports, tokens),
    subscribe: async (user: number) => {
      const status = await sync(user, '')
      if (status !== 200) throw new Error(`The sync was answered ${status}.`)
    },
    sync,
    closeCallers: () => {
      for (const caller of [...idle.values()].flat()) caller.close()
    },
  }
}

/** What each user holds of each of their chats, as a sync names it. */
function chatsHeld({ users, chats }: World): readonly string[] {
  const held = new Map<string, string[]>(users.map((user) => [user, []]))
  for (const { id, members } of chats) for (const user of members) held.get(user)?.push(`{"id":"${id}","seq":${members.length}}`)
  return users.map((user) => held.get(user)?.join(',') ?? '')
}
