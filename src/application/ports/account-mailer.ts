import type { Email } from '../../domain/email.js'

/** Writes to the owner of an address. [AM1] The mail survives a restart once this resolves; sending it is not waited for. */
export interface AccountMailer {
  /** [AM2] Holds a link with the token, which proves that the address is theirs, and names the handle asked for: who asked for another must not use it. */
  verification(to: Email, token: string, handle: string): Promise<void>
  /** [AM3] Somebody tried to register an address that has an account: tells the owner, and nobody else. */
  alreadyRegistered(to: Email): Promise<void>
  /** [AM4] Holds a link with the token, which lets its bearer choose a new password. */
  passwordReset(to: Email, token: string): Promise<void>
  /** [AM5] To an address that an account is to move to: holds a link with the token, which proves that it is theirs. */
  emailChange(to: Email, token: string): Promise<void>
  /** [AM6] No mail at all, after as much work: who waits for the answer cannot tell. */
  nothing(to: Email, token: string): Promise<void>
}
