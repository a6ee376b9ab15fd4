import type { Account } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import type { UserId } from '../../domain/ids.js'

/** A single-use token as it is stored: the token itself is only in the mail. */
export interface StoredToken {
  readonly hash: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface Registration {
  /** For a new account; an unverified one that is replaced keeps its own. */
  readonly id: UserId
  readonly email: Email
  readonly passwordHash: string
  readonly handle: string
  readonly displayName: string
}

/** Accounts and the tokens mailed to their owners. Each method is atomic. */
export interface AccountRepository {
  /**
   * [AR1] Stores an unverified account with its verification token: `true`. [AR2] Again for an unverified address: replaces password, names
   * and token, however many at once. [AR3] `false` for a verified address; nothing changes. [AR4] Throws HandleTaken if a user has the handle.
   */
  register(registration: Registration, token: StoredToken): Promise<boolean>
  /** [AR5] */
  find(id: UserId): Promise<Account | null>
  /** [AR6] */
  findByEmail(email: Email): Promise<Account | null>
  /** [AR7] Replaces the verification token of an unverified account, and answers the handle it asked for; `null`, and nothing changes, if there is none. */
  replaceVerification(email: Email, token: StoredToken): Promise<string | null>
  /** [AR11] The handle asked for with the sign-up that the token would verify at `now`, without using it up; `null` unless it would. */
  findPendingHandle(tokenHash: string, now: Date): Promise<string | null>
  /**
   * [AR8] Uses the token up and makes the account's user, with the handle given or the one registered; answers whose it was. [AR9] Throws TokenUsedOrExpired unless
   * it is the account's newest verification token, unused and not expired at `now`; of many at once, one succeeds.
   * [AR10] Throws HandleTaken if a user has the handle; the token stays good. A display name that was the handle follows it.
   */
  verify(tokenHash: string, handle: string | null, now: Date): Promise<UserId>
}
