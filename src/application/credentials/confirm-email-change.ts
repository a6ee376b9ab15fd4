import type { UserId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { EmailChanges } from '../ports/email-changes.js'
import type { Secrets } from '../ports/secrets.js'
import type { SecurityNotices } from '../ports/security-notices.js'

export interface ConfirmEmailChangeCommand {
  readonly token: string
}

/** Moves an account to the address that the token was mailed to, and tells the one before. */
export class ConfirmEmailChange {
  readonly #changes: EmailChanges
  readonly #notices: SecurityNotices
  readonly #secrets: Secrets
  readonly #clock: Clock

  constructor(changes: EmailChanges, notices: SecurityNotices, secrets: Secrets, clock: Clock) {
    this.#changes = changes
    this.#notices = notices
    this.#secrets = secrets
    this.#clock = clock
  }

  /** Answers whose it is. @throws TokenUsedOrExpired */
  async execute({ token }: ConfirmEmailChangeCommand): Promise<UserId> {
    const { id, from } = await this.#changes.confirm(this.#secrets.hash(token), this.#clock.now())
    await this.#notices.emailChanged(from)
    return id
  }
}
