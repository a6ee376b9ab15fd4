import type { SessionId, UserId } from '../../domain/ids.js'
import type { RoomSeat } from '../ports/chat-reader.js'
import type { Departure, LiveConnections } from '../ports/live-connections.js'
import type { MessageBroadcaster } from '../ports/message-broadcaster.js'

/** Commands a user's sockets by way of the bus, which waits for the nodes that hold them, at most 500 ms. */
export class RemoteConnections implements LiveConnections {
  readonly #broadcaster: MessageBroadcaster

  constructor(broadcaster: MessageBroadcaster) {
    this.#broadcaster = broadcaster
  }

  /** Also to no chats: the sockets' nodes then know that their clients have synced. */
  async subscribe(userId: UserId, seats: readonly RoomSeat[]): Promise<void> {
    await this.#broadcaster.command(`user:${userId}`, { kind: 'subscribe', userId, seats })
  }

  async unsubscribe(userId: UserId, departures: readonly Departure[]): Promise<void> {
    if (departures.length > 0) await this.#broadcaster.command(`user:${userId}`, { kind: 'unsubscribe', userId, departures })
  }

  /** To every node, not only those with the user's sockets: any of them may remember the session. */
  async endSessions(userId: UserId, sessionIds: readonly SessionId[]): Promise<void> {
    if (sessionIds.length > 0) await this.#broadcaster.command('nodes', { kind: 'end-sessions', userId, sessionIds })
  }
}
