import type { Email } from './email.js'
import type { UserId } from './ids.js'
import type { User } from './user.js'

/** What somebody signs in with. */
export interface Account {
  /** The id that the user has, or will have once the address is verified. */
  readonly id: UserId
  readonly email: Email
  readonly passwordHash: string
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

/** How long the link in a verification mail is good for, in milliseconds. */
export const verificationLifetime = 24 * 60 * 60_000
