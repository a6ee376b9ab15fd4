import type { Account } from '../../domain/account.js'
import type { SessionId } from '../../domain/ids.js'
import type { LiveConnections } from '../ports/live-connections.js'
import type { SecurityNotices } from '../ports/security-notices.js'

/** What every change of a password ends with: the ended sessions' sockets close on every node, and the owner is told. */
export class PasswordChange {
  readonly #live: LiveConnections
  readonly #notices: SecurityNotices

  constructor(live: LiveConnections, notices: SecurityNotices) {
    this.#live = live
    this.#notices = notices
  }

  async announce({ id, email }: Account, ended: readonly SessionId[]): Promise<void> {
    if (ended.length > 0) await this.#live.endSessions(id, ended)
    await this.#notices.passwordChanged(email)
  }
}
