import type { ChatId, UserId } from '../../domain/ids.js'
import type { Me } from '../../domain/member.js'

/** How far somebody has read. */
export interface ReadMarks {
  /**
   * [RM1] Moves the mark up to the number, at most to the chat's highest; never back. [RM2] Answers what the user is left with, and whether
   * anything moved; taking the next of the user's counter if so. [RM3] `null` if the user is not in the chat.
   */
  advance(
    chatId: ChatId,
    userId: UserId,
    number: number,
  ): Promise<{ readonly moved: boolean; readonly me: Me; readonly unread: number } | null>
}
