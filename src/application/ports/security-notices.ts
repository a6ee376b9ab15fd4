import type { Email } from '../../domain/email.js'

/** Tells the owner of an account what was done to it, in case it was not them. The mail survives a restart once this resolves. */
export interface SecurityNotices {
  /** [SN1] The account has a new password. */
  passwordChanged(to: Email): Promise<void>
  /** [SN2] To the address that the account had: it has another one now, which is not told. */
  emailChanged(to: Email): Promise<void>
  /** [SN3] A session was ended because its refresh token was in two hands. */
  sessionEndedForReuse(to: Email): Promise<void>
}
