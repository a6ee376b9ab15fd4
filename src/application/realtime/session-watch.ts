import type { SessionId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { SessionStates } from '../ports/session-states.js'
import type { Timers } from '../ports/timers.js'

/** Milliseconds. What ends a session says so at once; asking covers what was not heard, within 5 s. */
const interval = 4_000
const shortest = 250
/** How long a socket outlives the newest access token of its session. */
const grace = 30_000

/** Ends the sockets of sessions that have ended, or that nobody refreshed. Only a clear answer ends one: a database that is away does not. */
export class SessionWatch {
  readonly #states: SessionStates
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #sessionIds: () => readonly SessionId[]
  readonly #end: (sessionId: SessionId) => void
  #cancel: (() => void) | null = null

  constructor(
    states: SessionStates,
    clock: Clock,
    timers: Timers,
    sessionIds: () => readonly SessionId[],
    end: (sessionId: SessionId) => void,
  ) {
    this.#states = states
    this.#clock = clock
    this.#timers = timers
    this.#sessionIds = sessionIds
    this.#end = end
  }

  start(): void {
    this.#askAfter(interval)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #askAfter(milliseconds: number): void {
    this.#cancel = this.#timers.after(milliseconds, () => void this.#askAndGoOn())
  }

  async #askAndGoOn(): Promise<void> {
    const next = await this.#ask()
    if (this.#cancel) this.#askAfter(next)
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
