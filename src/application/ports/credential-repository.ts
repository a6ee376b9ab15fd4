import type { Account } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import type { StoredToken } from './account-repository.js'

/** A password as it is kept, and when it was chosen. */
export interface NewPassword {
  readonly hash: string
  readonly at: Date
}

/** Changes of passwords. Each method is atomic, and none leaves a session that was begun with the password before. */
export interface CredentialRepository {
  /** [CD1] Replaces the reset token of a verified account that is not disabled; `false` after as much work, and nothing changes, if there is none. */
  putReset(email: Email, token: StoredToken): Promise<boolean>
  /** [CD2] Whose the reset token is, without using it up; `null` unless it is good at `now`. */
  findByReset(tokenHash: string, now: Date): Promise<Account | null>
  /**
   * [CD3] Uses the token up, voids every other token of the account, stores the password and ends all sessions, whose ids it answers.
   * [CD4] Throws TokenUsedOrExpired unless the token is good at that moment; of many at once, one succeeds.
   */
  reset(tokenHash: string, password: NewPassword): Promise<readonly SessionId[]>
  /**
   * [CD5] Stores the password, voids the account's tokens and ends all sessions but `keep`; answers the ids of those. [CD6] `null`, and nothing
   * changes, unless the password it replaces is still the one chosen at `since`.
   */
  change(id: UserId, since: Date, password: NewPassword, keep: SessionId): Promise<readonly SessionId[] | null>
  /** [CD7] Another hash of the same password, unless the hash has changed meanwhile. */
  rehash(id: UserId, from: string, to: string): Promise<void>
}
