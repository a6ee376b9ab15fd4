import type { SessionId, UserId } from '../../domain/ids.js'
import { chunksOf } from '../chunks.js'
import type { RoomSeat } from '../ports/chat-reader.js'
import type { Departure, LiveConnections } from '../ports/live-connections.js'
import type { MessageBroadcaster, Signal } from '../ports/message-broadcaster.js'

/** That one signal may carry. */
const mostChats = 5_000

/** Commands a user's sockets by way of the bus, which waits for the nodes that hold them, at most 500 ms. */
export class RemoteConnections implements LiveConnections {
  readonly #broadcaster: MessageBroadcaster

  constructor(broadcaster: MessageBroadcaster) {
    this.#broadcaster = broadcaster
  }

  /** Also to no chats: the sockets' nodes then know that their clients have synced. */
  async subscribe(userId: UserId, seats: readonly RoomSeat[]): Promise<void> {
    const [first = [], ...others] = chunksOf(seats, mostChats)
    const commands = [first, ...others].map((some) => this.#command(userId, { kind: 'subscribe', userId, seats: some }))
    await Promise.all(commands)
  }

  async unsubscribe(userId: UserId, departures: readonly Departure[]): Promise<void> {
    const commands = chunksOf(departures, mostChats).map((some) => this.#command(userId, { kind: 'unsubscribe', userId, departures: some }))
    await Promise.all(commands)
  }

  /** To every node, not only those with the user's sockets: any of them may remember the session. */
  async endSessions(userId: UserId, sessionIds: readonly SessionId[]): Promise<void> {
    if (sessionIds.length > 0) await this.#broadcaster.command('nodes', { kind: 'end-sessions', userId, sessionIds })
  }

  #command(userId: UserId, signal: Signal): Promise<boolean> {
    return this.#broadcaster.command(`user:${userId}`, signal)
  }
}
