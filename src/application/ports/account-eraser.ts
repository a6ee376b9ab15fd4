import type { SessionId, UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'

/** Forgets people. */
export interface AccountEraser {
  /**
   * [AE1] Deletes the account with its sessions, tokens, mail and security events, and gives the user these names: what others see of their
   * messages. What the user had set up for themselves in chats is forgotten. Answers the ids of the sessions. Atomic.
   * [AE2] `null`, and nothing changes, while the user is in a group. [AE3] Doing it again is harmless.
   */
  erase(userId: UserId, names: Pick<User, 'handle' | 'displayName'>): Promise<readonly SessionId[] | null>
}
