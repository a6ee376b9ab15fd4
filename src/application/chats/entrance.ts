import type { ChatOfMember } from '../../domain/chat.js'
import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import type { ChatReader } from '../ports/chat-reader.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { LiveConnections } from '../ports/live-connections.js'

/** What every way into a chat ends with: the newcomers' sockets are subscribed, then shown the chat as it is. */
export class Entrance {
  readonly #chats: ChatReader
  readonly #connections: LiveConnections
  readonly #events: EventPublisher

  constructor(chats: ChatReader, connections: LiveConnections, events: EventPublisher) {
    this.#chats = chats
    this.#connections = connections
    this.#events = events
  }

  async open(chatId: ChatId, newcomers: readonly UserId[]): Promise<void> {
    const before = await this.#chats.findForMembers(chatId, newcomers)
    await Promise.all(
      [...before].map(([userId, chat]) =>
        this.#connections.subscribe(userId, [{ chatId, firstNumber: chat.me.firstNumber, asOf: chat.seq }]),
      ),
    )
    const views = await this.#chats.findForMembers(chatId, newcomers)
    for (const userId of newcomers) {
      const [known, chat] = [before.get(userId), views.get(userId)]
      if (chat) this.#events.publish({ type: 'chat.created', userId, chat })
      // Removed again between the reading and the subscribing.
      else if (known) await this.#connections.unsubscribe(userId, [{ chatId, seq: known.seq + 1 }])
    }
  }

  /**
   * Lets in somebody who came to a chat that others are in, then tells those. Also somebody who was in already (`null`): the call that let
   * them in may have died before it told their sockets.
   */
  async welcome(chatId: ChatId, userId: UserId, joined: Member | null): Promise<void> {
    await this.open(chatId, [userId])
    if (joined) this.#events.publish({ type: 'member.joined', chatId, seq: joined.seq, member: joined })
  }

  /** @throws NotFound if the user is not in it (any more). */
  async show(chatId: ChatId, userId: UserId): Promise<ChatOfMember> {
    const chat = (await this.#chats.findForMembers(chatId, [userId])).get(userId)
    if (!chat) throw new NotFound('chat')
    return chat
  }
}
