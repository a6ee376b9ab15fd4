import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { OwnPlace } from '../../domain/member.js'
import type { Message, MessageDraft } from '../../domain/messages/message.js'

/**
 * `sender` is what the send left the sender with, or `null` where a later message of the same moment says it. `root` is what it made of the
 * thread's first message, by the change after it.
 */
export type Appended =
  | {
      readonly created: true
      readonly message: Message
      readonly membersSeq: number
      readonly sender: OwnPlace | null
      readonly root: Message | null
    }
  | { readonly created: false; readonly message: Message }

/** Which part of a chat: the newest page, or around a message number (exclusive for before and after). */
export type MessageWindow = { readonly kind: 'newest' } | { readonly kind: 'before' | 'after' | 'around'; readonly number: number }

export interface MessagePage {
  /** Ascending by number. */
  readonly items: readonly Message[]
  readonly hasMoreBefore: boolean
  readonly hasMoreAfter: boolean
}

/** The messages of chats. Nothing is shown of a chat to somebody who is not in it, nor below their `firstNumber`. */
export interface MessageRepository {
  /**
   * The one atomic step of sending; durable when it resolves.
   * [MR1] Gives the chat's next `number` and `seq`: dense, never repeated, in commit order. Who awaits one append before the next gets the lower number first.
   * [MR2] A `clientId` that this sender used before answers the first message, as it now is; nothing is stored.
   * [MR3] With another body or chat than the first time: throws Conflict.
   * [MR4] Throws NotFound unless the sender is in the chat at that moment, a repeated `clientId` included.
   * [MR5] Throws NotFound for a `replyTo`, `threadRoot` or `forwardOf` that is not a message that the sender may see, the first two in this chat. A root is in no
   * thread itself.
   * [MR6] Moves the sender's read and delivered marks up to it, and takes the next of the sender's counter.
   * [MR10] Finds whom of the chat's members the text calls, and whether the sender may call everybody. [MR11] A reply in a thread counts in its root, which takes the
   * `seq` after the reply's; who wrote either follows the thread from then on. [MR12] A forward repeats text and attachments as they are, and calls nobody.
   * [MR13] Takes the uploads named; throws NotFound unless each is the sender's, and in no message yet. [MR14] Throws Forbidden in a private chat of two of whom one has blocked the other.
   * [MR7] One chat that is held, or one draft that cannot be stored, neither delays nor fails the others.
   * Throws Unavailable if the outcome is unknown or the store is away: the same call again is safe.
   */
  append(draft: MessageDraft): Promise<Appended>
  /** [MR8] */
  findForMember(chatId: ChatId, messageId: MessageId, userId: UserId): Promise<Message | null>
  /** [MR9] `null` if the user is not in the chat. An `around` page holds the message in its middle, as far as there are any. */
  page(chatId: ChatId, userId: UserId, window: MessageWindow, limit: number): Promise<MessagePage | null>
}
