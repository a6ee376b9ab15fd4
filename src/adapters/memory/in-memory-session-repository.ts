import type { LiveSession, SessionReader } from '../../application/ports/session-reader.js'
import type { Rotation, SessionRepository } from '../../application/ports/session-repository.js'
import type { SessionStates } from '../../application/ports/session-states.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import type { Session } from '../../domain/session.js'

/** Keeps sessions for as long as the process runs. */
export class InMemorySessionRepository implements SessionRepository, SessionReader, SessionStates {
  readonly #sessions = new Map<SessionId, Session>()
  readonly #mayNotSignIn: ReadonlySet<UserId>

  /** The set is of users whose accounts are disabled, as it is at each call. */
  constructor(mayNotSignIn: ReadonlySet<UserId> = new Set()) {
    this.#mayNotSignIn = mayNotSignIn
  }

  async open(session: Session): Promise<void> {
    this.#sessions.set(session.id, session)
  }

  async find(id: SessionId): Promise<Session | null> {
    return this.#sessions.get(id) ?? null
  }

  async rotate(id: SessionId, from: number, { refreshHash, at, accessExpiresAt }: Rotation): Promise<boolean> {
    return this.#change(id, from, (session) => ({
      ...session,
      generation: from + 1,
      confirmedAt: null,
      refreshHash,
      lastUsedAt: at,
      accessExpiresAt: later(session.accessExpiresAt, accessExpiresAt),
    }))
  }

  async renew(id: SessionId, generation: number, at: Date, accessExpiresAt: Date): Promise<boolean> {
    return this.#change(id, generation, (session) => ({
      ...session,
      lastUsedAt: at,
      accessExpiresAt: later(session.accessExpiresAt, accessExpiresAt),
    }))
  }

  async end(id: SessionId, at: Date): Promise<boolean> {
    return this.#change(id, null, (session) => ({ ...session, endedAt: at }))
  }

  async findLive(id: SessionId): Promise<LiveSession | null> {
    const session = this.#live(id)
    if (!session) return null
    const { accountId: userId, generation, confirmedAt, expiresAt } = session
    return { id, userId, generation, confirmed: confirmedAt !== null, expiresAt }
  }

  async confirm(id: SessionId, generation: number, at: Date): Promise<void> {
    this.#change(id, generation, (session) => (session.confirmedAt === null ? { ...session, confirmedAt: at, lastUsedAt: at } : session))
  }

  async liveAmong(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, Date>> {
    const live = sessionIds.map((id) => this.#live(id))
    return new Map(live.flatMap((session) => (session ? [[session.id, session.accessExpiresAt]] : [])))
  }

  #live(id: SessionId): Session | null {
    const session = this.#sessions.get(id)
    return session && session.endedAt === null && !this.#mayNotSignIn.has(session.accountId) ? session : null
  }

  /** Only a session that has not ended is changed, and only in this generation, unless `null`. */
  #change(id: SessionId, generation: number | null, change: (session: Session) => Session): boolean {
    const session = this.#sessions.get(id)
    if (!session || session.endedAt !== null || (generation !== null && session.generation !== generation)) return false
    this.#sessions.set(id, change(session))
    return true
  }
}

const later = (one: Date, other: Date): Date => (one > other ? one : other)
