import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimiter } from '../../application/ports/rate-limiter.js'
import { type RateLimit, type Take, takeOf } from '../../domain/rate-limit.js'
import { RedisConnection } from './redis-connection.js'

export interface RedisRateLimiterOptions {
  readonly url: string
  /** Begins every key: installations that share a Redis do not count together. */
  readonly namespace: string
  readonly onError: (error: Error) => void
}

/** Milliseconds: how long Redis may take for one count, and for how long it is not asked after it failed. */
const commandPatience = 300
const pause = 1_000

interface Counters {
  readonly shared: RateLimiterRedis
  readonly own: RateLimiterMemory
}

/** Counts for all nodes together, each step one script in Redis and timed by it. With Redis away, each node counts for itself. */
export class RedisRateLimiter implements RateLimiter {
  readonly #connection: RedisConnection
  readonly #namespace: string
  readonly #onError: (error: Error) => void
  readonly #counters = new Map<string, Counters>()
  #awayUntil = 0

  constructor({ url, namespace, onError }: RedisRateLimiterOptions) {
    this.#namespace = namespace
    this.#onError = onError
    this.#connection = new RedisConnection(url, onError)
  }

  /** Whether it counts together with the other nodes at this moment. */
  get isShared(): boolean {
    return this.#connection.isReady && performance.now() >= this.#awayUntil
  }

  take(limit: RateLimit, key: string): Promise<Take> {
    return this.#count(limit, async (counter) => {
      const { consumedPoints, msBeforeNext } = await counter.consume(key).catch(refusal)
      return takeOf(limit, consumedPoints, msBeforeNext)
    })
  }

  async giveBack(limit: RateLimit, key: string): Promise<void> {
    await this.#count(limit, (counter) => counter.reward(key))
  }

  close(): void {
    this.#connection.close()
  }

  async #count<Result>(limit: RateLimit, step: (counter: RateLimiterRedis | RateLimiterMemory) => Promise<Result>): Promise<Result> {
    const { shared, own } = this.#countersOf(limit)
    if (!this.isShared) return step(own)
    try {
      return await inTime(step(shared))
    } catch (error) {
      this.#awayUntil = performance.now() + pause
      this.#onError(error instanceof Error ? error : new Error('Redis did not count', { cause: error }))
      return step(own)
    }
  }

  #countersOf({ name, points, seconds }: RateLimit): Counters {
    const known = this.#counters.get(name)
    if (known) return known
    const options = { keyPrefix: `${this.#namespace}:limit:${name}`, points, duration: seconds }
    const shared = new RateLimiterRedis({ ...options, storeClient: this.#connection.redis, rejectIfRedisNotReady: true })
    const made = { shared, own: new RateLimiterMemory(options) }
    this.#counters.set(name, made)
    return made
  }
}

/** A process that was busy itself hears Redis's answer only after its timers: it is late once that too has been read. */
function inTime<Result>(answer: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`Redis did not count within ${commandPatience} ms`))
    const timer = setTimeout(() => setImmediate(() => setImmediate(late)), commandPatience)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** The limiter throws what it has to say of a take that is not allowed. */
function refusal(thrown: unknown): RateLimiterRes {
  if (thrown instanceof RateLimiterRes) return thrown
  throw thrown
}
