import type { Ban } from '../../domain/ban.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'
import type { Page, PageRequest } from './page.js'

/** Who is kept out of groups, for changing: under the lock of the chat. */
export interface BanRepository {
  /** [BA1] Gone with its chat. */
  find(chatId: ChatId, userId: UserId): Promise<Ban | null>
  /** [BA2] Somebody who is banned already stays so as they were. */
  save(ban: Ban): Promise<void>
  /** [BA3] Lifts it; harmless where there is none. */
  delete(chatId: ChatId, userId: UserId): Promise<void>
}

export interface BannedUser {
  readonly user: User
  readonly bannedAt: Date
  readonly bannedBy: UserId
}

export interface BanReader {
  /** [BA4] Who is kept out of a group, the latest first. */
  list(chatId: ChatId, page: PageRequest): Promise<Page<BannedUser>>
}
