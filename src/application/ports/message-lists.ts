import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import type { User } from '../../domain/user.js'
import type { Page, PageRequest } from './page.js'

/** A text that an edit has replaced, and when it did. */
export interface EarlierText {
  readonly text: string
  readonly editedAt: Date
}

/** What there is to list of messages. What the user may not see is not in any list; `null` where the whole is not there for them. */
export interface MessageLists {
  /** [ML1] The earlier texts, oldest first; none once it is deleted. */
  edits(chatId: ChatId, messageId: MessageId, userId: UserId): Promise<readonly EarlierText[] | null>
  /** [ML2] Who reacted with this emoji, the first one first. */
  reactors(chatId: ChatId, messageId: MessageId, emoji: string, userId: UserId, page: PageRequest): Promise<Page<User> | null>
  /** [ML3] The pinned messages, the last pinned first. */
  pins(chatId: ChatId, userId: UserId, page: PageRequest): Promise<Page<Message> | null>
  /** [ML4] The replies in a thread, ascending. */
  thread(chatId: ChatId, rootId: MessageId, userId: UserId, page: PageRequest): Promise<Page<Message> | null>
  /** [ML5] Messages of others that call the user, or everybody in a chat they are in; the newest first. */
  mentions(userId: UserId, page: PageRequest): Promise<Page<Message>>
}
