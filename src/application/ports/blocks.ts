import type { UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'
import type { Page, PageRequest } from './page.js'

/** Who wants to hear nothing of whom. In their private chat neither can write then: see `MessageRepository`. */
export interface Blocks {
  /** [BK1] The one blocks the other. Repeating it is harmless, as is somebody who is not there (any more). */
  block(userId: UserId, blockedId: UserId, at: Date): Promise<void>
  /** [BK2] Takes it back; the other's own block stays. Harmless where there is none. */
  unblock(userId: UserId, blockedId: UserId): Promise<void>
  /** [BK3] Of the others, whom the user has blocked or who have blocked the user. */
  between(userId: UserId, others: readonly UserId[]): Promise<ReadonlySet<UserId>>
  /** [BK4] Whom the user has blocked, each once, in no particular order. Nobody is told who has blocked them. */
  list(userId: UserId, page: PageRequest): Promise<Page<User>>
}
