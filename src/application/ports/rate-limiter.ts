import type { RateLimit, Take } from '../../domain/rate-limit.js'

/**
 * Counts what callers do. It never throws, is never long in answering, and never lets everything through: a node that cannot reach what it
 * shares with the others counts by itself meanwhile.
 */
export interface RateLimiter {
  /**
   * [RL1] Of all takes of a key in a window, on all nodes and at once, exactly `points` are allowed. [RL2] The first begins the window, none
   * prolongs it, and after `seconds` the whole is there again. [RL3] Other keys and other limits do not matter. [RL4] What it answers adds up.
   */
  take(limit: RateLimit, key: string): Promise<Take>
  /** [RL5] One take of the present window was none. */
  giveBack(limit: RateLimit, key: string): Promise<void>
}
