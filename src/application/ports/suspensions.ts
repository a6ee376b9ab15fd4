import type { SessionId, UserId } from '../../domain/ids.js'

/** Keeps people from signing in. */
export interface Suspensions {
  /** [SU1] Nobody signs in to the account from now on, and its sessions end; answers the ids of those. Atomic. [SU2] `null` without an account. */
  suspend(userId: UserId, at: Date): Promise<readonly SessionId[] | null>
  /** [SU3] They may sign in again; `false` without an account. */
  lift(userId: UserId): Promise<boolean>
}
