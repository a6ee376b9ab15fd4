import type { DomainEvent } from '../../domain/events.js'
import type { UserId } from '../../domain/ids.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { Departure } from '../ports/live-connections.js'
import type { MessageBroadcaster, Signal, Topic } from '../ports/message-broadcaster.js'
import { roomSignal } from '../rooms/room-signal.js'
import { deletedFrame, type Frame, frameText } from './frames.js'
import type { OwnChange } from './heard-changes.js'

/** Brings events to the sockets they are for: each becomes JSON text once, whatever the number of nodes and sockets. */
export class EventDelivery implements EventPublisher {
  readonly #broadcaster: MessageBroadcaster

  constructor(broadcaster: MessageBroadcaster) {
    this.#broadcaster = broadcaster
  }

  publish(...events: readonly DomainEvent[]): void {
    for (const event of events) this.#broadcaster.broadcast(...addressed(event))
  }
}

const user = (userId: UserId, frame: Frame, news: { mine?: OwnChange; departure?: Departure } = {}): [Topic, Signal] => [
  `user:${userId}`,
  { kind: 'user', userId, frame: frameText(frame), ...news },
]

function addressed(event: DomainEvent): [Topic, Signal] {
  const { type } = event
  switch (type) {
    case 'message.created':
    case 'message.updated':
    case 'message.deleted':
    case 'chat.updated':
    case 'member.joined':
    case 'member.left':
    case 'member.updated':
    case 'read':
    case 'receipt':
    case 'typing':
      return [`room:${event.chatId}`, roomSignal(event)]
    case 'chat.deleted':
      return [`room:${event.chatId}`, { kind: 'close-room', chatId: event.chatId, frame: deletedFrame(event.chatId) }]
    case 'chat.created':
      return user(
        event.userId,
        { type, chatId: event.chat.id, data: { chat: event.chat } },
        { mine: { chatId: event.chat.id, seq: event.chat.me.seq } },
      )
    case 'chat.removed': {
      const { userId, chatId, reason, seq } = event
      return user(userId, { type, chatId, data: { reason } }, { mine: { chatId, seq: null }, departure: { chatId, seq } })
    }
    case 'me.updated': {
      const { userId, chatId, me, unread, unreadMentions } = event
      return user(userId, { type, chatId, data: { chatId, me, unread, unreadMentions } }, { mine: { chatId, seq: me.seq } })
    }
    case 'thread.updated': {
      const { userId, chatId, rootId, following, readNumber, unread } = event
      return user(userId, { type, chatId, data: { chatId, rootId, following, readNumber, unread } })
    }
  }
}
