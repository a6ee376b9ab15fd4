import type { ChatId, UserId } from '../../domain/ids.js'

/** What last changed for a user in a chat. */
export interface UserChange {
  readonly chatId: ChatId
  /** Of the user's counter. */
  readonly seq: number
  /** Whether they are in the chat now. */
  readonly isIn: boolean
}

/** What follows users rather than chats, as a node needs it to notice what it did not hear. */
export interface UserChanges {
  /** [UC1] The counters, as committed, of those of these users whose counter is beyond the given one; who does not exist is left out. */
  countersBeyond(known: ReadonlyMap<UserId, number>): Promise<ReadonlyMap<UserId, number>>
  /** [UC2] For each user the last change of each of their chats, of those after the given one. */
  changesAfter(heard: ReadonlyMap<UserId, number>): Promise<ReadonlyMap<UserId, readonly UserChange[]>>
}
