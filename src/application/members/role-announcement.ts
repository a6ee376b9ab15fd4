import type { ChatId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import type { ChatReader } from '../ports/chat-reader.js'
import type { EventPublisher } from '../ports/event-publisher.js'

/** Tells the chat of a member's new role, and the member's own devices what it makes of them. */
export class RoleAnnouncement {
  readonly #chats: ChatReader
  readonly #events: EventPublisher

  constructor(chats: ChatReader, events: EventPublisher) {
    this.#chats = chats
    this.#events = events
  }

  async announce(chatId: ChatId, member: Member): Promise<void> {
    this.#events.publish({ type: 'member.updated', chatId, seq: member.seq, member })
    const { userId } = member
    const own = (await this.#chats.findForMembers(chatId, [userId])).get(userId)
    if (!own) return
    const { me, unread, unreadMentions } = own
    this.#events.publish({ type: 'me.updated', userId, chatId, me, unread, unreadMentions })
  }
}
