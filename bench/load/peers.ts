import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import { testRedisUrl } from '../../test/support/app.js'
import { createEmptyDatabase } from '../../test/support/postgres.js'
import { type Contender, day, listening, ofUser, secret } from './contender.js'
import { seed, seedMembers } from './seed.js'
import { startPeer } from './server-process.js'
import type { World } from './world.js'

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
