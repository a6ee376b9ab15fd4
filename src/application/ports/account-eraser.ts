import type { SessionId, UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'

/** Forgets people. */
export interface AccountEraser {
  /** [AE6] From now on the user has these names and no others, and nobody lets them into a group. Who was about to has done so when it resolves. */
  hide(userId: UserId, names: Pick<User, 'handle' | 'displayName'>): Promise<void>
  /**
   * [AE1] Deletes the account with its sessions, tokens, mail and security events, and gives the user these names: what others see of their
   * messages. What the user had set up for themselves in chats is forgotten, and what they were banned from and uploads that no message has.
   * Answers the ids of the sessions. Atomic.
   * [AE2] `null`, and nothing changes, while the user is in a group. [AE3] Doing it again is harmless.
   * [AE4] A change of profile at the same time comes before it, or finds nobody.
   * [AE5] What requests of theirs that are under way would set up for them, or upload, or enter into the audit log, is stored before it and
   * forgotten, or not at all; none of them waits for it in a circle.
   */
  erase(userId: UserId, names: Pick<User, 'handle' | 'displayName'>): Promise<readonly SessionId[] | null>
}
