import { execFileSync } from 'node:child_process'
import { Redis } from 'ioredis'
import type { Random } from '../random.js'
import type { Cluster } from './cluster.js'
import type { Crowd } from './crowd.js'
import { type ClusterDevice, pause } from './device.js'
import type { Link } from './link.js'
import type { ClusterNode } from './node.js'

export interface Scene {
  readonly cluster: Cluster
  readonly crowd: Crowd
  readonly random: Random
  /** Sends to everybody, by this node; answers after how many milliseconds every device held it that does not hang on `except`. */
  probe(by: ClusterNode | null, except: ClusterNode | null): Promise<number>
  /** What was required and was not so. */
  object(problem: string): void
}

/** Breaks something; what it answers makes it whole again. */
type Inject = (scene: Scene) => Promise<(() => Promise<void> | void) | void>

export interface ClusterFault {
  readonly id: string
  readonly name: string
  /** Milliseconds for which it stays broken. */
  readonly hold: number
  /** No send may be told to come again meanwhile: nothing of it is on their path. */
  readonly sparesSends?: true
  readonly inject: Inject
}

const silent = { up: 'silent', down: 'silent' } as const
const healed = (links: readonly Link[]) => () => {
  for (const link of links) link.heal()
}
const fromRedis = (nodes: readonly ClusterNode[]) => healed(nodes.map(({ toRedis }) => toRedis))
const pickNode = ({ random, cluster }: Scene): ClusterNode => random.pick(cluster.nodes)

/** Killed by `how`, and started again at the end. */
const killed =
  (how: (node: ClusterNode, scene: Scene) => Promise<void>): Inject =>
  async (scene) => {
    const node = pickNode(scene)
    await how(node, scene)
    await node.end('SIGKILL')
    for (const link of [node.front, node.toPostgres, node.toRedis]) link.heal()
    return () => node.start()
  }

async function restartEach({ cluster, object }: Scene): Promise<void> {
  for (const node of cluster.nodes) {
    const began = Date.now()
    const code = await node.end('SIGTERM', 40_000)
    if (code !== 0) object(`${node.name} ended with ${code} on SIGTERM`)
    if (Date.now() - began > 30_000) object(`${node.name} took ${Date.now() - began} ms to end`)
    await node.start()
  }
}

/** Says everything again that is said on the bus, once. */
async function echo({ cluster }: Scene): Promise<() => void> {
  const [ear, mouth] = [new Redis(cluster.redis.port, '127.0.0.1'), new Redis(cluster.redis.port, '127.0.0.1')]
  const said = new Map<string, number>()
  ear.on('pmessage', (_pattern, channel, text) => {
    const what = `${channel} ${text}`
    const left = said.get(what) ?? 0
    if (left > 0) said.set(what, left - 1)
    else {
      said.set(what, 1)
      // What is on its way when the fault is over is not said again.
      mouth.publish(channel, text).catch(() => undefined)
    }
  })
  await ear.psubscribe('*')
  return () => {
    ear.disconnect()
    mouth.disconnect()
  }
}

const poison = ['', 'null', '{"v":1', '[]\n{"type":"x"}', '{"v":99,"kind":"room"}\n{}', 'x'.repeat(5_000_000)]

async function lockTable({ cluster }: Scene, table: string, seconds: number): Promise<void> {
  await cluster.postgres.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(${seconds}); COMMIT`)
}

async function logOutOne(scene: Scene, within: number): Promise<void> {
  const { crowd, random } = scene
  const person = random.pick(crowd.people.filter(({ devices }) => devices.filter(({ isOver }) => !isOver).length > 1))
  const device = person.devices.find(({ isOver }) => !isOver) as ClusterDevice
  await crowd.logOut(device, within)
}

export const clusterFaults: readonly ClusterFault[] = [
  {
    id: 'F1',
    name: 'a node is killed between commit and publish',
    hold: 1_500,
    inject: killed(async (node, { probe, object }) => {
      node.toRedis.become(silent)
      const took = await Promise.all([probe(node, node), pause(200).then(() => node.end('SIGKILL'))])
      if (took[0] > 5_000) object(`what ${node.name} did not live to announce took ${took[0]} ms`)
    }),
  },
  {
    id: 'F2',
    name: 'a node is killed while the answers to its commits are lost',
    hold: 1_000,
    inject: killed(async (node) => {
      node.toPostgres.become({ down: 'silent' })
      await pause(400)
    }),
  },
  {
    id: 'F3',
    name: 'a node is killed after it announced, before it answered',
    hold: 1_000,
    inject: killed(async (node) => {
      node.front.become({ down: 'silent' })
      await pause(400)
    }),
  },
  { id: 'F4', name: 'a node is killed with its sockets', hold: 2_000, inject: killed(async () => undefined) },
  { id: 'F6', name: 'every node is asked to stop in turn, and starts again', hold: 0, inject: restartEach },
  {
    id: 'F7',
    name: 'a node is stopped, and goes on',
    hold: 10_000,
    inject: async (scene) => {
      const node = pickNode(scene)
      node.signal('SIGSTOP')
      return () => node.signal('SIGCONT')
    },
  },
  {
    id: 'F8',
    name: 'Redis dies and comes back empty',
    hold: 1_000,
    sparesSends: true,
    inject: async ({ cluster: { redis } }) => {
      await redis.kill()
      return () => redis.start()
    },
  },
  {
    id: 'F9',
    name: 'Redis answers nobody, and nobody is told',
    hold: 10_000,
    sparesSends: true,
    inject: async ({ cluster: { nodes } }) => {
      for (const { toRedis } of nodes) toRedis.become(silent)
      return fromRedis(nodes)
    },
  },
  {
    id: 'F10',
    name: 'Redis sleeps for 5 s, then is paused',
    hold: 9_000,
    sparesSends: true,
    inject: async ({ cluster: { redis } }) => {
      void redis
        .command('DEBUG', 'SLEEP', '5')
        .then(() => redis.command('CLIENT', 'PAUSE', '3000', 'ALL'))
        .catch(() => undefined)
    },
  },
  {
    id: 'F11',
    name: 'the subscribers of Redis are cut off',
    hold: 500,
    sparesSends: true,
    inject: async ({ cluster: { redis } }) => void (await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')),
  },
  {
    id: 'F13',
    name: 'one node is parted from Redis',
    hold: 10_000,
    sparesSends: true,
    inject: async (scene) => {
      const node = pickNode(scene)
      node.toRedis.become(silent)
      return fromRedis([node])
    },
  },
  {
    id: 'F15',
    name: 'Redis is out of memory, then a read-only copy of nobody',
    hold: 4_000,
    sparesSends: true,
    inject: async ({ cluster: { redis } }) => {
      await redis.command('CONFIG', 'SET', 'maxmemory', '1')
      await pause(2_000)
      await redis.command('REPLICAOF', '127.0.0.1', '1')
      return async () => {
        await redis.command('REPLICAOF', 'NO', 'ONE')
        await redis.command('CONFIG', 'SET', 'maxmemory', '0')
      }
    },
  },
  {
    id: 'F16',
    name: 'PostgreSQL crashes and starts again',
    hold: 0,
    inject: async ({ cluster: { postgres } }) => {
      postgres.crash()
      return () => postgres.start()
    },
  },
  {
    id: 'F17',
    name: 'PostgreSQL is away',
    hold: 10_000,
    inject: async ({ cluster: { postgres } }) => {
      postgres.crash()
      return () => postgres.start()
    },
  },
  {
    id: 'F18',
    name: 'PostgreSQL answers nobody, and nobody is told',
    hold: 8_000,
    inject: async ({ cluster: { nodes } }) => {
      for (const { toPostgres } of nodes) toPostgres.become(silent)
      return healed(nodes.map(({ toPostgres }) => toPostgres))
    },
  },
  {
    id: 'F19',
    name: 'two hundred slow reads at once on one node',
    hold: 1_000,
    inject: async (scene) => {
      const locked = lockTable(scene, 'messages', 3)
      await pause(200)
      const [device] = scene.crowd.devices.filter(({ isOver }) => !isOver)
      const [chatId] = device?.held.ids ?? []
      const read = async (): Promise<void> => void (await device?.call('GET', `/v1/chats/${chatId}/messages`).catch(() => undefined))
      await Promise.all(Array.from({ length: 200 }, read))
      await locked
    },
  },
  { id: 'F21', name: 'a table is locked for 4 s', hold: 0, inject: async (scene) => lockTable(scene, 'chats', 4) },
  {
    id: 'F23',
    name: 'the primary dies, and its synchronous replica takes over',
    hold: 0,
    inject: ({ cluster }) => cluster.failOver(),
  },
  {
    id: 'F27',
    name: 'a node stalls for 2 s',
    hold: 2_000,
    inject: async (scene) => {
      const node = pickNode(scene)
      node.signal('SIGSTOP')
      return () => node.signal('SIGCONT')
    },
  },
  {
    id: 'F28',
    name: 'a node runs out of file descriptors',
    hold: 5_000,
    inject: async (scene) => {
      const node = pickNode(scene)
      const limit = (count: number) => execFileSync('prlimit', ['--pid', String(node.pid), `--nofile=${count}:`], { stdio: 'ignore' })
      limit(40)
      for (const device of scene.crowd.devices) if (scene.random.chance(0.5)) device.cut()
      return () => limit(1_024)
    },
  },
  {
    id: 'F30',
    name: 'clients lose their connections again and again',
    hold: 0,
    inject: async ({ crowd, random }) => {
      for (let drops = 0; drops < 100; drops += 1) {
        random.pick(crowd.devices).cut()
        await pause(50)
      }
    },
  },
  {
    id: 'F31',
    name: 'a node’s clients hear nothing, it does not hear them, and nobody is told',
    hold: 50_000,
    inject: async (scene) => {
      const { front } = pickNode(scene)
      front.become(silent)
      return healed([front])
    },
  },
  {
    id: 'F32',
    name: 'a node’s clients are on a slow line',
    hold: 10_000,
    inject: async (scene) => {
      const { front } = pickNode(scene)
      front.become({ bandwidth: 1_000 })
      return healed([front])
    },
  },
  {
    id: 'F34',
    name: 'frames arrive in pieces, and end in the middle',
    hold: 3_000,
    inject: async ({ cluster: { nodes } }) => {
      for (const { front } of nodes) front.become({ slice: 11, cutAfter: 20_000 })
      return healed(nodes.map(({ front }) => front))
    },
  },
  { id: 'F35', name: 'everything on the bus is said twice', hold: 5_000, inject: echo },
  {
    id: 'F38',
    name: 'there is poison on the bus',
    hold: 500,
    inject: async ({ cluster: { redis } }) => {
      const channels = (await redis.command('PUBSUB', 'CHANNELS')) as string[]
      for (const channel of channels.slice(0, 20)) for (const text of poison) await redis.command('PUBLISH', channel, text)
    },
  },
  {
    id: 'F41',
    name: 'the tables get a column and an index under load',
    hold: 500,
    inject: async ({ cluster: { postgres } }) => {
      await postgres.query('SET lock_timeout = 2000; ALTER TABLE messages ADD COLUMN IF NOT EXISTS prove integer')
      await postgres.query('CREATE INDEX CONCURRENTLY IF NOT EXISTS prove_index ON messages (created_at)')
      return async () => {
        await postgres.query('DROP INDEX CONCURRENTLY prove_index')
        await postgres.query('SET lock_timeout = 2000; ALTER TABLE messages DROP COLUMN prove')
      }
    },
  },
  {
    id: 'F45',
    name: 'somebody signs out while Redis answers nobody',
    hold: 8_000,
    inject: async (scene) => {
      const { nodes } = scene.cluster
      for (const { toRedis } of nodes) toRedis.become(silent)
      await logOutOne(scene, 5_000)
      return fromRedis(nodes)
    },
  },
  {
    id: 'F46',
    name: 'everything is killed at once',
    hold: 500,
    inject: async ({ cluster: { nodes, postgres, redis } }) => {
      await Promise.all([...nodes.map((node) => node.end('SIGKILL')), redis.kill()])
      postgres.crash()
      return async () => {
        postgres.start()
        await redis.start()
        await Promise.all(nodes.map((node) => node.start()))
      }
    },
  },
  {
    id: 'F47',
    name: 'the proxies before the nodes restart',
    hold: 2_000,
    inject: async ({ cluster: { nodes } }) => {
      for (const { front } of nodes) front.become({ isClosed: true })
      return healed(nodes.map(({ front }) => front))
    },
  },
]
