import type { ChatId, UserId } from '../../domain/ids.js'
import type { OwnPlace } from '../../domain/member.js'

/** How far a user's device has got a chat's messages. */
export interface Delivery {
  readonly chatId: ChatId
  readonly number: number
}

/** What somebody is left with in a chat. */
export interface Marked extends OwnPlace {
  readonly chatId: ChatId
  /** Whether anything is other than before; the next of the user's counter was taken if so. */
  readonly moved: boolean
  /** Whether the others are shown the marks: in chats of up to 50. */
  readonly shown: boolean
  /** The chat's last change of who is in it. */
  readonly membersSeq: number
}

/** How far somebody has read, and how far messages have reached them. */
export interface ReadMarks {
  /**
   * [RM1] Moves the mark up to the number, at most to the chat's highest; never back. [RM2] Answers what the user is left with.
   * [RM3] `null` if the user is not in the chat.
   */
  advance(chatId: ChatId, userId: UserId, number: number): Promise<Marked | null>
  /**
   * [RM4] Moves the delivered mark in each of the chats, like advance; a chat that is named twice counts with the higher number. Answers each
   * chat once. [RM5] `null`, and nothing is stored, if the user is not in one of them.
   */
  deliver(userId: UserId, deliveries: readonly Delivery[]): Promise<readonly Marked[] | null>
}
