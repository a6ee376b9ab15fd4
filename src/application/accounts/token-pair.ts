import type { User } from '../../domain/user.js'

export interface TokenPair {
  readonly accessToken: string
  readonly accessExpiresAt: Date
  /** Seconds. */
  readonly expiresIn: number
  readonly refreshToken: string
  /** Seconds until the session's absolute end. */
  readonly refreshExpiresIn: number
}

/** What somebody gets who has signed in. */
export interface SignedIn extends TokenPair {
  readonly user: User
}
