import type { UserId } from '../../domain/ids.js'
import type { ChatReader } from '../ports/chat-reader.js'
import type { LiveConnections } from '../ports/live-connections.js'

/** Lets the caller's open sockets, on whatever node, hear of all of the caller's chats. Run it before reading, so that nothing falls between. */
export class SubscribeToChats {
  readonly #chats: ChatReader
  readonly #connections: LiveConnections

  constructor(chats: ChatReader, connections: LiveConnections) {
    this.#chats = chats
    this.#connections = connections
  }

  async execute({ userId }: { readonly userId: UserId }): Promise<void> {
    const seats = await this.#chats.seatsOf(userId)
    await this.#connections.subscribe(userId, seats)
    // A removal may have been committed, and the sockets told, between the reading and the subscribing.
    const still = new Set((await this.#chats.seatsOf(userId)).map((seat) => seat.chatId))
    const gone = seats.flatMap(({ chatId, asOf }) => (still.has(chatId) ? [] : [{ chatId, seq: asOf + 1 }]))
    if (gone.length > 0) await this.#connections.unsubscribe(userId, gone)
  }
}
