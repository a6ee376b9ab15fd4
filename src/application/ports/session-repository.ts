import type { SessionId } from '../../domain/ids.js'
import type { Session } from '../../domain/session.js'

/** The next generation of a session's refresh token. */
export interface Rotation {
  readonly refreshHash: string
  readonly at: Date
  readonly accessExpiresAt: Date
}

/** Sessions, for signing in and out and for refreshing. */
export interface SessionRepository {
  /** [SR1] */
  open(session: Session): Promise<void>
  /** [SR2] Also one that has ended; `null` once it is forgotten. */
  find(id: SessionId): Promise<Session | null>
  /** [SR3] Begins the next generation, unconfirmed, if the session has not ended and is still of generation `from`; of many at once, one gets `true`. */
  rotate(id: SessionId, from: number, rotation: Rotation): Promise<boolean>
  /** [SR4] Notes that access tokens of this generation live until then; `false` if the session has ended or has moved on. Never shortens. */
  renew(id: SessionId, generation: number, at: Date, accessExpiresAt: Date): Promise<boolean>
  /** [SR5] Ends it for good; `false` if it had ended, or never was. */
  end(id: SessionId, at: Date): Promise<boolean>
}
