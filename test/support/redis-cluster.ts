import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './program.js'
import { until } from './until.js'

const slots = 16_384

export interface RedisCluster {
  readonly url: string
  /** Breaks the connections of all who listen to the masters. */
  cutSubscribers(): Promise<void>
  stop(): Promise<void>
}

/** A cluster of three masters, each a process of the test's own. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-cluster-'))
  const nodes: { port: number; bus: number; server: ChildProcess; redis: Redis }[] = []
  for (let at = 0; at < 3; at += 1) {
    const [port, bus] = [await freePort(), await freePort()]
    const settings = {
      port,
      'cluster-port': bus,
      'cluster-enabled': 'yes',
      'cluster-config-file': `nodes-${port}.conf`,
      dir: directory,
      appendonly: 'no',
    }
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
    const server = spawn('redis-server', [...args, '--save', '', '--bind', '127.0.0.1'], { stdio: 'ignore' })
    const redis = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 })
    redis.on('error', () => undefined)
    nodes.push({ port, bus, server, redis })
  }
  const [first] = nodes
  for (const [at, { redis }] of nodes.entries())
    await redis.cluster('ADDSLOTSRANGE', Math.ceil((slots * at) / 3), Math.ceil((slots * (at + 1)) / 3) - 1)
  for (const { port, bus } of nodes.slice(1)) await first?.redis.call('CLUSTER', 'MEET', '127.0.0.1', port, bus)
  await until(
    'the cluster stands',
    async () => {
      const states = await Promise.all(nodes.map(({ redis }) => redis.cluster('INFO')))
      return states.every((state) => state.includes('cluster_state:ok') && state.includes('cluster_known_nodes:3'))
    },
    20_000,
  )
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    cutSubscribers: async () => {
      await Promise.all(nodes.map(({ redis }) => redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')))
    },
    stop: async () => {
      for (const { redis, server } of nodes) {
        redis.disconnect()
        server.kill('SIGKILL')
      }
      await rm(directory, { recursive: true, force: true })
    },
  }
}
