import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimiter } from '../../application/ports/rate-limiter.js'
import { type RateLimit, type Take, takeOf } from '../../domain/rate-limit.js'

/** Counts for this process alone. */
export class InMemoryRateLimiter implements RateLimiter {
  readonly #counters = new Map<string, RateLimiterMemory>()

  async take(limit: RateLimit, key: string): Promise<Take> {
    const { consumedPoints, msBeforeNext } = await this.#counter(limit).consume(key).catch(refusal)
    return takeOf(limit, consumedPoints, msBeforeNext)
  }

  async giveBack(limit: RateLimit, key: string): Promise<void> {
    await this.#counter(limit).reward(key)
  }

  #counter({ name, points, seconds }: RateLimit): RateLimiterMemory {
    const counter = this.#counters.get(name) ?? new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })
    this.#counters.set(name, counter)
    return counter
  }
}

/** The limiter throws what it has to say of a take that is not allowed. */
function refusal(thrown: unknown): RateLimiterRes {
  if (thrown instanceof RateLimiterRes) return thrown
  throw thrown
}
