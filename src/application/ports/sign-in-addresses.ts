import type { Email } from '../../domain/email.js'

/** Where the owner of an account has signed in from: what comes from there is no stranger's. */
export interface SignInAddresses {
  /** [SA1] The network addresses that the account's sessions began at, ended ones too, the latest first and each once, up to `limit`; none without an account. */
  latest(email: Email, limit: number): Promise<readonly string[]>
}
