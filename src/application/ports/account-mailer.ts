import type { Email } from '../../domain/email.js'

/** Writes to the owner of an address. [AM1] The mail survives a restart once this resolves; sending it is not waited for. */
export interface AccountMailer {
  /** [AM2] Holds a link with the token, which proves that the address is theirs. */
  verification(to: Email, token: string): Promise<void>
  /** [AM3] Somebody tried to register an address that has an account: tells the owner, and nobody else. */
  alreadyRegistered(to: Email): Promise<void>
}
