import type { ChatId, UserId } from '../../domain/ids.js'
import type { Preferences } from '../../domain/member.js'
import type { Marked } from './read-marks.js'

/** What people set up for themselves in chats. */
export interface ChatPreferences {
  /** [OP1] Changes those that are given. [OP2] Answers what the user is left with. [OP3] `null` if the user is not in the chat. */
  change(chatId: ChatId, userId: UserId, changes: Partial<Preferences>): Promise<Marked | null>
}
