import type { ChatId, SessionId, UserId } from '../../domain/ids.js'
import type { RoomSeat } from './chat-reader.js'

/** Somebody left by this change of the chat: what their sockets were given as of an earlier one ends. They may have come back since. */
export interface Departure {
  readonly chatId: ChatId
  readonly seq: number
}

/**
 * Commands to a user's live sockets, on whatever node they are. [LC1] Each takes effect before it resolves, on every node that can be
 * reached. [LC2] A node that cannot be reached in time (500 ms) is not waited for: it tells its sockets to resync once it is back.
 */
export interface LiveConnections {
  /** [LC3] From now on these chats' changes reach the user's sockets that are open now. Repeating it is harmless. */
  subscribe(userId: UserId, seats: readonly RoomSeat[]): Promise<void>
  /** [LC4] Nothing more of these chats reaches the user's sockets, however late this comes; it ends no subscription as of a later change. */
  unsubscribe(userId: UserId, departures: readonly Departure[]): Promise<void>
  /** [LC5] Closes the sockets of these sessions and makes every node forget what it remembers of them. */
  endSessions(userId: UserId, sessionIds: readonly SessionId[]): Promise<void>
}
