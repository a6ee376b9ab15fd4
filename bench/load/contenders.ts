import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { WebSocket } from 'ws'
import { BoundedQueue } from '../../src/application/bounded-queue.js'
import { testRedisUrl } from '../../test/support/app.js'
import { createEmptyDatabase, createTestDatabase, queryOnce } from '../../test/support/postgres.js'
import { freePort } from '../../test/support/program.js'
import { until } from '../../test/support/until.js'
import { Caller } from './caller.js'
import type { ListenerOptions } from './listener.js'
import { membersOf, type World } from './world.js'

const secret = 'a secret of the benchmarks 0123456789 abcdef'
const day = 86_400

export interface Contender {
  readonly name: string
  /** Where it listens; several nodes share the users. */
  readonly ports: readonly number[]
  /** One a user, in the world's order. */
  readonly tokens: readonly string[]
  /** How a user's socket is opened. */
  listen(user: number): Omit<ListenerOptions, 'heard'>
  /** What a client does once its socket is open. */
  subscribe(user: number): Promise<void>
  /** Milliseconds of CPU that its processes have used. */
  cpu(): number
  /** Bytes that its processes hold once they have collected what is garbage. */
  memory(): Promise<number>
  close(): Promise<void>
}

/** What another process needs to know to be among its clients. */
export type Entrance = Pick<Contender, 'name' | 'ports' | 'tokens'>

export interface ParleyContender extends Contender {
  readonly databaseUrl: string
  /** What a client does that was away for a moment, and missed nothing. Answers the status. */
  resume(user: number): Promise<number>
  /** How many its database has committed, to about a second ago. */
  transactions(): Promise<number>
}

type Settings = Readonly<Record<string, string>>

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

/** A socket of each user, by their token, for those that say what Parley says. */
const listening = (ports: readonly number[], tokens: readonly string[]) => (user: number) => ({
  port: ofUser(ports, user),
  path: '/v1/ws',
  headers: { Authorization: `Bearer ${tokens[user]}` },
  ready: '{"type":"ready"',
  message: '{"type":"message.created"',
})

const ofUser = (ports: readonly number[], user: number): number => ports[user % ports.length] ?? 0

/** What each user holds of each of their chats, as a sync names it. */
function chatsHeld({ users, chats }: World): readonly string[] {
  const held = new Map<string, string[]>(users.map((user) => [user, []]))
  for (const { id, members } of chats) for (const user of members) held.get(user)?.push(`{"id":"${id}","seq":${members.length}}`)
  return users.map((user) => held.get(user)?.join(',') ?? '')
}

/** `bench/peers/lean`: what the job costs at least in Node. */
export async function startLean(world: World): Promise<Contender> {
  const database = await createEmptyDatabase()
  await seed(database.url, async (client) => {
    await client.query(`CREATE TABLE chats (id uuid PRIMARY KEY, count bigint NOT NULL DEFAULT 0);
      CREATE TABLE messages (id uuid PRIMARY KEY, chat_id uuid NOT NULL REFERENCES chats, number bigint NOT NULL, sender_id uuid NOT NULL,
        client_id uuid NOT NULL, text text NOT NULL, created_at timestamptz NOT NULL, UNIQUE (chat_id, number), UNIQUE (sender_id, client_id))`)
    await client.query('INSERT INTO chats SELECT unnest($1::uuid[])', [world.chats.map(({ id }) => id)])
    await seedMembers(client, world)
  })
  const tokens = world.users.map((sub) => jwt.sign({ sub }, secret, { expiresIn: day }))
  const server = await startPeer('bench/peers/lean/server.ts', { DATABASE_URL: database.url, JWT_SECRET: secret })
  return {
    name: 'lean',
    tokens,
    ...server,
    listen: listening(server.ports, tokens),
    subscribe: async () => undefined,
    close: async () => {
      await server.close()
      await database.drop()
    },
  }
}

/** `bench/peers/bare-ws`: sockets and nothing else. */
export async function startBareWs(world: World): Promise<Contender> {
  const server = await startPeer('bench/peers/bare-ws/server.ts', {})
  return {
    name: 'bare ws',
    tokens: world.users,
    ...server,
    listen: (user) => ({ port: ofUser(server.ports, user), path: '/', ready: '{"type":"ready"', message: '{"type":"message.created"' }),
    subscribe: async () => undefined,
  }
}

/** `bench/peers/express`: requests, and nothing done with them, on a server as Express makes it or as ours does. */
export async function startExpress(world: World, madeBy: 'Express' | 'Parley' = 'Express'): Promise<Contender> {
  const server = await startPeer('bench/peers/express/server.ts', { NODE_ENV: 'production', SERVER: madeBy })
  const listen = () => {
    throw new Error('It has no sockets.')
  }
  const name = `Express that only answers${madeBy === 'Express' ? '' : ', on a server of ours'}`
  return { name, tokens: world.users, ...server, listen, subscribe: async () => undefined }
}

/** `bench/peers/fan-out`: what is posted is delivered, and nothing else, by the WebSocket adapter or by bare `ws`. */
export async function startFanOut(world: World, sockets: 'adapter' | 'bare'): Promise<Contender> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  const file = join(folder, 'world.json')
  await writeFile(file, JSON.stringify(world))
  const server = await startPeer('bench/peers/fan-out/server.ts', { SOCKETS: sockets, WORLD: file })
  return {
    name: sockets === 'adapter' ? 'WebSocket adapter' : 'bare ws, coalesced',
    tokens: world.users,
    ...server,
    listen: listening(server.ports, world.users),
    subscribe: async () => undefined,
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** `bench/peers/socket-io-app`: what people write today. */
export async function startSocketIoApp(world: World): Promise<Contender> {
  const schema = 'bench/peers/socket-io-app/schema.prisma'
  const environment = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }
  const made = spawnSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--no-hints', '--schema', schema], {
    env: environment,
  })
  if (made.status !== 0) throw new Error(String(made.stderr))
  const database = await createEmptyDatabase()
  await seed(database.url, async (client) => {
    await client.query(`CREATE TABLE messages (id uuid PRIMARY KEY, chat_id uuid NOT NULL, sender_id uuid NOT NULL, client_id uuid NOT NULL,
      text text NOT NULL, created_at timestamp NOT NULL DEFAULT now(), UNIQUE (sender_id, client_id));
      CREATE INDEX ON messages (chat_id, created_at)`)
    await seedMembers(client, world)
  })
  const tokens = world.users.map((sub) => jwt.sign({ sub }, secret, { expiresIn: day }))
  const settings = { DATABASE_URL: database.url, REDIS_URL: testRedisUrl, JWT_SECRET: secret, NODE_ENV: 'production' }
  const server = await startPeer('bench/peers/socket-io-app/server.mjs', settings)
  return {
    name: 'Socket.IO app',
    tokens,
    ...server,
    listen: (user) => ({
      port: ofUser(server.ports, user),
      path: '/socket.io/?EIO=4&transport=websocket',
      hello: `40${JSON.stringify({ token: tokens[user] })}`,
      ready: '42["ready"',
      message: '42["message.created"',
    }),
    subscribe: async () => undefined,
    close: async () => {
      await server.close()
      await database.drop()
    },
  }
}

/** As `npm start` does it: with Node's options that stand there. */
const asUsersDo = String(JSON.parse(readFileSync('package.json', 'utf8')).scripts.start)
  .split(' ')
  .slice(1)

/** A peer may be, or use, TypeScript. */
const startPeer = (file: string, settings: Settings) => startServer(['--import', 'tsx', file], settings)

async function startServer(args: readonly string[], settings: Settings): Promise<Pick<Contender, 'ports' | 'cpu' | 'memory' | 'close'>> {
  const [port, inspector] = [await freePort(), await freePort()]
  const own = { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port) }
  const profile = process.env['BENCH_PROFILE'] ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`] : []
  const child = spawn(process.execPath, [`--inspect-port=${inspector}`, ...profile, ...args], {
    env: { ...own, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await ready(child)
  const { pid = 0 } = child
  return {
    ports: [port],
    cpu: () => cpuOf(pid),
    memory: async () => {
      await collectGarbage(pid, inspector)
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024
    },
    close: async () => {
      child.kill('SIGINT')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => {
      if (text.includes('Ready:')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`A server ended with ${code}.`)))
  })
}

/** Milliseconds, of user and system together: Linux counts them in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Asks over the inspector, which listens from the first time on. */
async function collectGarbage(pid: number, port: number): Promise<void> {
  process.kill(pid, 'SIGUSR1')
  const list = () =>
    fetch(`http://127.0.0.1:${port}/json/list`).then((answer) => answer.json() as Promise<{ webSocketDebuggerUrl: string }[]>)
  const [target] = await until('the inspector listens', () => list().catch(() => null))
  const inspector = new WebSocket(target?.webSocketDebuggerUrl ?? '')
  await once(inspector, 'open')
  // What weak references held goes with the second.
  for (const id of [1, 2]) {
    inspector.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }))
    await once(inspector, 'message')
  }
  inspector.close()
}

async function seed(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await work(client)
  await client.query('ANALYZE')
  await client.end()
}

async function seedMembers(client: pg.Client, world: World): Promise<void> {
  const { chatIds, userIds } = membersOf(world)
  await client.query('CREATE TABLE members (chat_id uuid NOT NULL, user_id uuid NOT NULL, PRIMARY KEY (chat_id, user_id))')
  await client.query('CREATE INDEX ON members (user_id)')
  await client.query('INSERT INTO members SELECT * FROM unnest($1::uuid[], $2::uuid[])', [chatIds, userIds])
}

/** Everybody of a world, verified and with a session, and their chats. */
export async function seedParley(client: pg.Client, world: World): Promise<void> {
  const { chatIds, userIds } = membersOf(world)
  await client.query(
    `INSERT INTO accounts (id, email, password_hash, password_changed_at, handle, display_name, created_at, verified_at)
     SELECT u, 'person' || n || '@example.com', '-', now(), 'person' || n, 'Person', now(), now() FROM unnest($1::uuid[]) WITH ORDINALITY AS t(u, n)`,
    [world.users],
  )
  await client.query(`INSERT INTO users (id, handle, display_name, created_at) SELECT id, handle, display_name, created_at FROM accounts`)
  await client.query(`INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, access_expires_at, refresh_key, refresh_hash, confirmed_at)
    SELECT id, id, now(), now(), now() + interval '1 day', now() + interval '1 day', '-', '-', now() FROM accounts`)
  await client.query(
    `INSERT INTO chats (id, type, title, member_count, seq, created_at, last_activity_at, changed_at)
     SELECT c, 'group', 'Chat', n, n, now(), now(), now() FROM unnest($1::uuid[], $2::int[]) AS t(c, n)`,
    [world.chats.map(({ id }) => id), world.chats.map(({ members }) => members.length)],
  )
  await client.query(
    `INSERT INTO chat_members (chat_id, user_id, joined_at, seq)
     SELECT c, u, now(), row_number() OVER (PARTITION BY c) FROM unnest($1::uuid[], $2::uuid[]) AS t(c, u)`,
    [chatIds, userIds],
  )
}
