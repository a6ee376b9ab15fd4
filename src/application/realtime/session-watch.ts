import type { SessionId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { SessionStates } from '../ports/session-states.js'
import type { Timers } from '../ports/timers.js'
import { Rounds } from '../rounds.js'

/** Milliseconds. What ends a session says so at once; asking covers what was not heard, within 5 s. */
const interval = 4_000
const shortest = 250
/** How long a socket outlives the newest access token of its session. */
const grace = 30_000

/** Ends the sockets of sessions that have ended, or that nobody refreshed. Only a clear answer ends one: a database that is away does not. */
export class SessionWatch {
  readonly #states: SessionStates
  readonly #clock: Clock
  readonly #sessionIds: () => readonly SessionId[]
  readonly #end: (sessionId: SessionId) => void
  readonly #rounds: Rounds

  constructor(
    states: SessionStates,
    clock: Clock,
    timers: Timers,
    sessionIds: () => readonly SessionId[],
    end: (sessionId: SessionId) => void,
    onFailure: (reason: unknown) => void,
  ) {
    this.#states = states
    this.#clock = clock
    this.#sessionIds = sessionIds
    this.#end = end
    this.#rounds = new Rounds(timers, { work: () => this.#ask(), pause: interval, onFailure })
  }

  start(): void {
    this.#rounds.start(interval)
  }

  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  /** Somebody's end may not have been heard: asks now. */
  askNow(): void {
    this.#rounds.hurry()
  }

  /** Answers when to ask again. */
  async #ask(): Promise<number> {
    const asked = this.#sessionIds()
    const live = asked.length === 0 ? null : await this.#states.liveAmong(asked).catch(() => null)
    const now = this.#clock.now().getTime()
    let next = interval
    for (const sessionId of live ? asked : []) {
      const expiresAt = live?.get(sessionId)
      const left = expiresAt ? expiresAt.getTime() + grace - now : 0
      if (left <= 0) this.#end(sessionId)
      else next = Math.min(next, left)
    }
    return Math.max(next, shortest)
  }
}
