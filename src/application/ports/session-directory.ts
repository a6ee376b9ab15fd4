import type { SessionId, UserId } from '../../domain/ids.js'
import type { Session } from '../../domain/session.js'

/** The sessions that somebody has. Those that are over, by their age or unused, do not count. */
export interface SessionDirectory {
  /** [SL1] Those alive at `now`, the last used first. */
  list(userId: UserId, now: Date): Promise<readonly Session[]>
  /** [SL2] Ends all that have not ended; answers their ids. */
  endAll(userId: UserId, at: Date): Promise<readonly SessionId[]>
  /** [SL3] Ends all but the `keep` that were used last; answers their ids. */
  endBeyond(userId: UserId, keep: number, at: Date): Promise<readonly SessionId[]>
}
