import type { Email } from '../../domain/email.js'
import type { Session } from '../../domain/session.js'
import type { LiveConnections } from '../ports/live-connections.js'
import type { SecurityNotices } from '../ports/security-notices.js'
import type { SessionRepository } from '../ports/session-repository.js'

/** Ends a session for good: its tokens, and its sockets on every node. */
export class SessionEnding {
  readonly #sessions: SessionRepository
  readonly #live: LiveConnections
  readonly #notices: SecurityNotices

  constructor(sessions: SessionRepository, live: LiveConnections, notices: SecurityNotices) {
    this.#sessions = sessions
    this.#live = live
    this.#notices = notices
  }

  /** Sockets are told also if the session had ended before: the call that ended it may have died in between. */
  async end(session: Session, at: Date): Promise<void> {
    await this.#sessions.end(session.id, at)
    await this.#live.endSessions(session.accountId, [session.id])
  }

  /** Its refresh token is in two hands: the owner is told, once. */
  async endForReuse(session: Session, owner: Email | null, at: Date): Promise<void> {
    const isNews = await this.#sessions.end(session.id, at)
    await this.#live.endSessions(session.accountId, [session.id])
    if (isNews && owner !== null) await this.#notices.sessionEndedForReuse(owner)
  }
}
