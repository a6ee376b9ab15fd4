import type { Email } from '../../domain/email.js'

/** Where the owner of an account has signed in from: what comes from there is no stranger's. */
export interface SignInAddresses {
  /** [SA1] The network addresses that the account's sessions began at, ended ones too, the latest first and each once, up to `limit`; none without an account. */
  latest(email: Email, limit: number): Promise<readonly string[]>
  /** [SA2] When the password of a verified account was last changed, since it signed up; `null` if never, or without an account. */
  passwordChangedAt(email: Email): Promise<Date | null>
}
