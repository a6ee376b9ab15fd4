import { Redis } from 'ioredis'

/** Milliseconds. */
const silence = 2_000
const longestPause = 1_000

/**
 * A connection that comes back by itself and queues nothing meanwhile: a command on a broken one fails at once, and none is sent
 * twice. Asked every two seconds, it notices within four that the other side has gone silent.
 */
export class RedisConnection {
  readonly redis: Redis
  readonly #pings: NodeJS.Timeout

  constructor(url: string, onError: (error: Error) => void) {
    this.redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      connectTimeout: silence,
      socketTimeout: silence,
      disconnectTimeout: 200,
      retryStrategy: (attempt) => Math.min(longestPause, 50 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2),
    })
    this.redis.on('error', onError)
    this.#pings = setInterval(() => {
      if (this.isReady) this.redis.ping().catch(() => undefined)
    }, silence).unref()
  }

  get isReady(): boolean {
    return this.redis.status === 'ready'
  }

  close(): void {
    clearInterval(this.#pings)
    this.redis.disconnect()
  }
}
