import type { SessionId, UserId } from '../../domain/ids.js'

/** Who is calling, as proven by an access token. */
export interface Principal {
  readonly userId: UserId
  readonly sessionId: SessionId
  /** When the access token expires. */
  readonly expiresAt: Date
}
