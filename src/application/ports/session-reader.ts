import type { SessionId, UserId } from '../../domain/ids.js'

/** What there is to know of a session to let its tokens in. */
export interface LiveSession {
  readonly id: SessionId
  readonly userId: UserId
  readonly generation: number
  /** Whether anything of the newest generation was used before. */
  readonly confirmed: boolean
  readonly expiresAt: Date
}

/** What the hot path reads of sessions. */
export interface SessionReader {
  /** [SD1] `null` for a session that has ended, never was, or whose account is disabled. Whether `expiresAt` has passed is left to the caller. */
  findLive(id: SessionId): Promise<LiveSession | null>
  /** [SD2] Notes the first use of this generation, if it is the newest and has none; otherwise nothing. */
  confirm(id: SessionId, generation: number, at: Date): Promise<void>
}
