import type { ChatId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { LiveConnections } from '../ports/live-connections.js'

/** What every way out of a chat ends with: the leaver's sockets hear no more of it, and both sides are told. */
export class Exit {
  readonly #connections: LiveConnections
  readonly #events: EventPublisher

  constructor(connections: LiveConnections, events: EventPublisher) {
    this.#connections = connections
    this.#events = events
  }

  async close(chatId: ChatId, member: Member, reason: 'left' | 'removed'): Promise<void> {
    await this.#connections.unsubscribe(member.userId, [{ chatId, seq: member.seq }])
    this.#events.publish(
      { type: 'member.left', chatId, seq: member.seq, member },
      { type: 'chat.removed', userId: member.userId, chatId, reason, seq: member.seq },
    )
  }
}
