import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimit, RateLimiter, Take } from '../../application/ports/rate-limiter.js'

/** Counts for this process alone. */
export class InMemoryRateLimiter implements RateLimiter {
  readonly #counters = new Map<string, RateLimiterMemory>()

  async take(limit: RateLimit, key: string): Promise<Take> {
    try {
      return takeOf(limit, await this.#counter(limit).consume(key))
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return takeOf(limit, refused)
      throw refused
    }
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

function takeOf({ points, seconds }: RateLimit, { consumedPoints, remainingPoints, msBeforeNext }: RateLimiterRes): Take {
  return {
    allowed: consumedPoints <= points,
    remaining: remainingPoints,
    resetAfter: Math.min(Math.max(Math.ceil(msBeforeNext / 1_000), 1), seconds),
    isFirstRefusal: consumedPoints === points + 1,
  }
}
