import type { SessionId } from '../../domain/ids.js'
import type { Timers } from '../ports/timers.js'

/** Milliseconds: longer than a socket takes from its authentication to its place among the open ones. */
const memory = 10_000

/** Sessions that ended a moment ago: a socket that was just being opened for one must not slip through. */
export class EndedSessions {
  readonly #timers: Timers
  readonly #endedAt = new Map<SessionId, number>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  add(sessionIds: readonly SessionId[]): void {
    const now = this.#timers.elapsed()
    for (const [sessionId, endedAt] of this.#endedAt) {
      if (now - endedAt <= memory) break
      this.#endedAt.delete(sessionId)
    }
    for (const sessionId of sessionIds) {
      this.#endedAt.delete(sessionId)
      this.#endedAt.set(sessionId, now)
    }
  }

  has(sessionId: SessionId): boolean {
    return this.#endedAt.has(sessionId)
  }
}
