import type { AccessClaims } from './access-tokens.js'

/** Whether the session of a genuine token still lives. An embedder whose tokens are valid until they expire answers `true`. */
export interface SessionGuard {
  /**
   * [SG1] `false` once the session has ended or expired, its account is disabled, or it is not this user's: known at once where `end-sessions`
   * is heard, and within 5 s in any case. [SG2] The first use of the session's newest generation is on record before it resolves `true`.
   */
  admit(claims: AccessClaims): Promise<boolean>
}
