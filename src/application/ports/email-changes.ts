import type { Email } from '../../domain/email.js'
import type { UserId } from '../../domain/ids.js'
import type { StoredToken } from './account-repository.js'

/** An account's move from one address to another. */
export interface EmailChanges {
  /**
   * [EC1] Notes the address that the account is to move to, instead of any noted before. [EC2] `false`, and nothing changes, if a verified account
   * has it. [EC5] `null`, and nothing changes, unless the account's password is still the one chosen at `since`: a new one voids what was asked for
   * with the one before.
   */
  request(id: UserId, since: Date, to: Email, token: StoredToken): Promise<boolean | null>
  /**
   * [EC3] Uses the token up and moves the account; answers which, and where from. A sign-up with the address that was never verified gives way, and links
   * to reset the password that went to the old address are void. [EC4] Throws TokenUsedOrExpired unless the token is the newest, unused
   * and not expired at `now`, and no verified account has the address by then.
   */
  confirm(tokenHash: string, now: Date): Promise<{ readonly id: UserId; readonly from: Email }>
}
