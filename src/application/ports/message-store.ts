import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import type { Reaction } from '../../domain/messages/message-parts.js'

/** Messages of a chat that the unit of work holds locked, for changing. */
export interface MessageStore {
  /** [MT1] A message of this chat, whoever may see it. */
  find(chatId: ChatId, messageId: MessageId): Promise<Message | null>
  /**
   * [MT2] Stores what may change of a message, and whom it calls now. [MT3] Of a tombstone nothing is kept that gives its text back: earlier texts,
   * reactions and attachments are forgotten.
   */
  save(message: Message): Promise<void>
  /** [MT4] Keeps a text that an edit has replaced. */
  keepText(messageId: MessageId, text: string, replacedAt: Date): Promise<void>
  /** [MT5] Those now in the chat who have one of the handles, in the handles' order. */
  called(chatId: ChatId, handles: readonly string[]): Promise<readonly UserId[]>
  /** [MT6] The message's reactions with this one, each emoji in the order in which it first came; `null` if it is there already. */
  addReaction(messageId: MessageId, userId: UserId, emoji: string, at: Date): Promise<readonly Reaction[] | null>
  /** [MT7] Those without it; `null` if there is none. */
  removeReaction(messageId: MessageId, userId: UserId, emoji: string): Promise<readonly Reaction[] | null>
}
