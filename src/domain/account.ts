import type { Email } from './email.js'
import type { UserId } from './ids.js'
import type { User } from './user.js'

/** What somebody signs in with. */
export interface Account {
  /** The id that the user has, or will have once the address is verified. */
  readonly id: UserId
  readonly email: Email
  readonly passwordHash: string
  /** When the owner last chose a password; a stronger hash of the same one changes nothing here. */
  readonly passwordChangedAt: Date
  readonly verifiedAt: Date | null
  readonly disabledAt: Date | null
  /** `null` until the address is verified. */
  readonly user: User | null
}

/** What others see of the person, and what only they see. */
export interface Profile {
  readonly user: User
  readonly email: Email
}

/** How long the link in a verification mail is good for, that of a new address included; in milliseconds. */
export const verificationLifetime = 24 * 60 * 60_000

/** How long the link in a mail for a forgotten password is good for, in milliseconds. */
export const resetLifetime = 60 * 60_000

/** What an account's owner is known by, to anybody who would guess their password. */
export const wordsAbout = ({
  email,
  handle,
  displayName = '',
}: {
  email: string
  handle: string
  displayName?: string
}): readonly string[] => [email, email.slice(0, email.indexOf('@')), handle, displayName]
