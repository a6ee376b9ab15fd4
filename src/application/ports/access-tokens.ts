import type { SessionId, UserId } from '../../domain/ids.js'

/** What an access token says. */
export interface AccessClaims {
  readonly userId: UserId
  readonly sessionId: SessionId
  /** The generation of the session's refresh token that it was handed out with. */
  readonly generation: number
  readonly expiresAt: Date
}

/** Tells genuine access tokens from others. An embedder with tokens of their own supplies this one. */
export interface AccessTokenVerifier {
  /** [AT1] What a token given out by `issue` says. [AT2] Throws TokenExpired once it has expired, [AT3] Unauthenticated for anything else. No network, no store. */
  verify(token: string): Promise<AccessClaims>
}

export interface AccessTokens extends AccessTokenVerifier {
  /** [AT4] A new token; it lives as long as the settings say, but never beyond `notAfter`. `expiresAt` is in the token. */
  issue(subject: Omit<AccessClaims, 'expiresAt'>, notAfter: Date): Promise<{ readonly token: string; readonly expiresAt: Date }>
  /** [AT5] What a genuine token says, expired or not; `null` if it is not genuine. */
  readEvenExpired(token: string): Promise<AccessClaims | null>
}
