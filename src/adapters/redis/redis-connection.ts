import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { placeOf } from './redis-url.js'

/** Milliseconds. */
const silence = 2_000
const longestPause = 1_000
const channelsPerCall = 500

const pauseBefore = (attempt: number): number => Math.min(longestPause, 50 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2)

const options = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  connectTimeout: silence,
  socketTimeout: silence,
  disconnectTimeout: 200,
  retryStrategy: pauseBefore,
} satisfies RedisOptions

/**
 * A connection that comes back by itself and queues nothing meanwhile: a command on a broken one fails at once, and none is sent
 * twice. Asked every two seconds, it notices within four that the other side has gone silent; on a cluster, where channels are sharded, that a
 * shard's connection broke, but not that it fell silent.
 */
export class RedisConnection {
  readonly redis: Redis | Cluster
  readonly #pings: NodeJS.Timeout

  constructor(url: string, onError: (error: Error) => void) {
    this.redis = connect(url)
    this.redis.on('error', onError)
    this.#pings = setInterval(() => {
      if (this.isReady) this.redis.ping().catch(() => undefined)
    }, silence).unref()
  }

  get isReady(): boolean {
    return this.redis.status === 'ready'
  }

  /** Answers how many have subscribed to the channel. */
  publish(channel: string, text: string): Promise<number> {
    if (this.redis instanceof Cluster) return this.redis.spublish(channel, text) as Promise<number>
    if (this.isReady) gather(this.redis.stream)
    return this.redis.publish(channel, text)
  }

  /** All is sent at once. Channels of a cluster may be anywhere in it: each is a call of its own. */
  async subscribe(channels: readonly string[]): Promise<void> {
    const { redis } = this
    const calls: Promise<unknown>[] = []
    if (redis instanceof Cluster) for (const channel of channels) calls.push(redis.ssubscribe(channel))
    else
      for (let first = 0; first < channels.length; first += channelsPerCall)
        calls.push(redis.subscribe(...channels.slice(first, first + channelsPerCall)))
    await Promise.all(calls)
  }

  async unsubscribe(channel: string): Promise<void> {
    await (this.redis instanceof Cluster ? this.redis.sunsubscribe(channel) : this.redis.unsubscribe(channel))
  }

  onMessage(hear: (channel: string, text: string) => void): void {
    this.redis.on(this.redis instanceof Cluster ? 'smessage' : 'message', hear)
  }

  /** The connection stands again, or that of a shard does: what is subscribed to is in doubt. */
  onReady(listen: () => void): void {
    this.redis.on('ready', listen)
    this.redis.on('subscribersReady', listen)
  }

  onBroken(stop: () => void): void {
    this.redis.on('close', stop)
    this.redis.on('-subscriber', stop)
  }

  close(): void {
    clearInterval(this.#pings)
    this.redis.disconnect()
  }
}

/** What this turn of the event loop still writes leaves with it in one system call: a commit has many messages to tell of. */
function gather(stream: Redis['stream']): void {
  if (stream.writableCorked > 0) return
  stream.cork()
  setImmediate(() => stream.uncork())
}

function connect(url: string): Redis | Cluster {
  const place = placeOf(url)
  if (place === null) throw new Error('This is no address of a Redis.')
  if (place.kind === 'one') return new Redis(place.url, options)
  const hosts = place.hosts.map((host) => ({ ...host }))
  if (place.kind === 'sentinels')
    return new Redis({ ...options, ...place.login, sentinels: hosts, name: place.name, sentinelRetryStrategy: pauseBefore })
  return new Cluster(hosts, {
    enableOfflineQueue: false,
    clusterRetryStrategy: pauseBefore,
    shardedSubscribers: true,
    redisOptions: { ...options, ...place.login },
  })
}
