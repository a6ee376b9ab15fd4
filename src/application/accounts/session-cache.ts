import type { SessionId } from '../../domain/ids.js'
import type { AccessClaims } from '../ports/access-tokens.js'
import type { Clock } from '../ports/clock.js'
import type { SessionGuard } from '../ports/session-guard.js'
import type { LiveSession, SessionReader } from '../ports/session-reader.js'
import type { Timers } from '../ports/timers.js'

interface Entry {
  session: LiveSession | null
  /** When the reading began, by the monotonic clock: age counts from there, however slow the store was. */
  readonly readAt: number
}

/** Remembers sessions for a few seconds, so that most requests ask no store. */
export class SessionCache implements SessionGuard {
  readonly #sessions: SessionReader
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #maxAge: number
  readonly #maxSize: number
  readonly #entries = new Map<SessionId, Entry>()
  readonly #loads = new Map<SessionId, Promise<Entry>>()

  constructor(sessions: SessionReader, clock: Clock, timers: Timers, { maxAge = 4_000, maxSize = 50_000 } = {}) {
    this.#sessions = sessions
    this.#clock = clock
    this.#timers = timers
    this.#maxAge = maxAge
    this.#maxSize = maxSize
  }

  async admit(claims: AccessClaims): Promise<boolean> {
    const entry = this.#remembered(claims) ?? (await this.#load(claims.sessionId))
    const session = entry.session
    if (session === null || session.userId !== claims.userId || session.generation < claims.generation) return false
    const now = this.#clock.now()
    if (now.getTime() >= session.expiresAt.getTime()) return false
    if (session.generation === claims.generation && !session.confirmed) {
      await this.#sessions.confirm(session.id, session.generation, now)
      if (entry.session === session) entry.session = { ...session, confirmed: true }
    }
    return true
  }

  /** As the store says now: for what is decided once and then stands, such as a socket that is opened. */
  admitAfresh(claims: AccessClaims): Promise<boolean> {
    this.forget([claims.sessionId])
    return this.admit(claims)
  }

  /** Nothing read before this call admits anybody after it, readings under way included. */
  forget(sessionIds: readonly SessionId[] | 'all'): void {
    for (const id of sessionIds === 'all' ? [...this.#entries.keys(), ...this.#loads.keys()] : sessionIds) {
      this.#entries.delete(id)
      this.#loads.delete(id)
    }
  }

  /** What is held, unless it is too old, or older than the token: the session has been refreshed since, perhaps on another node. */
  #remembered(claims: AccessClaims): Entry | null {
    const entry = this.#entries.get(claims.sessionId)
    if (entry === undefined || this.#timers.elapsed() - entry.readAt > this.#maxAge) return null
    return entry.session !== null && entry.session.generation < claims.generation ? null : entry
  }

  #load(id: SessionId): Promise<Entry> {
    const running = this.#loads.get(id)
    if (running !== undefined) return running
    const readAt = this.#timers.elapsed()
    const isCurrent = () => this.#loads.get(id) === load
    const load: Promise<Entry> = this.#sessions.findLive(id).then(
      (session) => {
        if (!isCurrent()) return this.#load(id)
        this.#loads.delete(id)
        return this.#keep(id, { session, readAt })
      },
      (reason: unknown) => {
        if (isCurrent()) this.#loads.delete(id)
        throw reason
      },
    )
    this.#loads.set(id, load)
    return load
  }

  #keep(id: SessionId, entry: Entry): Entry {
    this.#entries.delete(id)
    this.#entries.set(id, entry)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > this.#maxSize && oldest !== undefined) this.#entries.delete(oldest)
    return entry
  }
}
