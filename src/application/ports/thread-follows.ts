import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import type { ThreadPlace } from '../../domain/messages/thread.js'
import type { Page, PageRequest } from './page.js'

export interface FollowedThread extends ThreadPlace {
  readonly root: Message
  readonly lastReply: Message | null
}

/** Who follows which thread, and how far they have read it. A thread is there once its root is, for whoever may see that; else `null`. */
export interface ThreadFollows {
  /** [TF1] Follows or not from now on; who begins to follow has read what is there. */
  follow(chatId: ChatId, rootId: MessageId, userId: UserId, following: boolean): Promise<ThreadPlace | null>
  /** [TF2] Moves the mark up to the number, at most to the chat's highest; never back. */
  markRead(chatId: ChatId, rootId: MessageId, userId: UserId, number: number): Promise<ThreadPlace | null>
  /** [TF3] Those that the user follows, the last written in first. */
  list(userId: UserId, page: PageRequest): Promise<Page<FollowedThread>>
}
