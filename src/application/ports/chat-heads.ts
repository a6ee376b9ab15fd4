import type { ChatId } from '../../domain/ids.js'

/** Milliseconds. A change has the time at which it was made: it may be committed so much later, so who asks for what changed looks back further. */
export const longestCommit = 5_500

/** Where each chat's changes stand, as committed. */
export interface ChatHeads {
  /** [CH1] The `seq` of each chat; a chat that is gone is left out. */
  headsOf(chatIds: readonly ChatId[]): Promise<ReadonlyMap<ChatId, number>>
  /** [CH2] Like headsOf, only of chats whose last change is between so many milliseconds ago, by the database's clock; a chat that is gone has `null`. */
  headsChangedBetween(chatIds: readonly ChatId[], fromMsAgo: number, toMsAgo: number): Promise<ReadonlyMap<ChatId, number | null>>
}
