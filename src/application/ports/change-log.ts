import type { Chat } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import type { Message } from '../../domain/messages/message.js'

export interface LaterMessage {
  readonly message: Message
  /** The chat's `seq` when it was sent. */
  readonly createdSeq: number
}

/** A chat and what in it changed last after some change: the log is the state itself. */
export interface LaterState {
  /** Its `seq` is the last change there is. */
  readonly chat: Chat
  /** The last change of who is in the chat. */
  readonly membersSeq: number
  readonly messages: readonly LaterMessage[]
  /** People who left come with `leftAt`. */
  readonly members: readonly Member[]
}

export interface LaterSeats {
  /** Every change up to here is in it. */
  readonly upTo: number
  /** Whose place changed: the first message number they may see; `null` for who is not in the chat now. */
  readonly firstNumbers: ReadonlyMap<UserId, number | null>
}

/** The changes of chats as a node needs them to repair what it did not hear, whoever may see them. A chat that is gone is left out. */
export interface ChangeLog {
  /** [CL1] For each chat the messages and members last changed after the given change, oldest first, in one snapshot. [CL2] None more than `span` changes after it. */
  changesAfter(heard: ReadonlyMap<ChatId, number>, span: number): Promise<ReadonlyMap<ChatId, LaterState>>
  /** [CL3] For each chat whose place in it changed after the given change, in one snapshot. */
  seatsChangedAfter(known: ReadonlyMap<ChatId, number>): Promise<ReadonlyMap<ChatId, LaterSeats>>
}
