import type { DomainEvent } from '../../domain/events.js'
import type { UserId } from '../../domain/ids.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { MessageBroadcaster, Signal, Topic } from '../ports/message-broadcaster.js'
import { type Frame, frameText } from './frames.js'
import type { RoomSignal } from './room.js'

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

const room = (change: Omit<RoomSignal, 'kind'>): [Topic, Signal] => [`room:${change.chatId}`, { kind: 'room', ...change }]

const user = (userId: UserId, frame: Frame): [Topic, Signal] => [`user:${userId}`, { kind: 'user', userId, frame: frameText(frame) }]

function addressed(event: DomainEvent): [Topic, Signal] {
  const { type } = event
  switch (type) {
    case 'message.created': {
      const { chatId, seq, message, membersSeq } = event
      return room({ chatId, seq, number: message.number, membersSeq, frame: frameText({ type, chatId, seq, data: { message } }) })
    }
    case 'chat.updated': {
      const { chatId, seq, chat } = event
      return room({ chatId, seq, number: null, membersSeq: null, frame: frameText({ type, chatId, seq, data: { chat } }) })
    }
    case 'member.joined':
    case 'member.left':
    case 'member.updated': {
      const { chatId, seq, member } = event
      const membersSeq = type === 'member.updated' ? null : seq
      return room({ chatId, seq, number: null, membersSeq, frame: frameText({ type, chatId, seq, data: { member } }) })
    }
    case 'read': {
      const { chatId, userId, number } = event
      return room({ chatId, seq: null, number: null, membersSeq: null, frame: frameText({ type, chatId, data: { userId, number } }) })
    }
    case 'chat.deleted': {
      const { chatId } = event
      const frame = frameText({ type: 'chat.removed', chatId, data: { reason: 'deleted' } })
      return [`room:${chatId}`, { kind: 'close-room', chatId, frame }]
    }
    case 'chat.created':
      return user(event.userId, { type, chatId: event.chat.id, data: { chat: event.chat } })
    case 'chat.removed':
      return user(event.userId, { type, chatId: event.chatId, data: { reason: event.reason } })
    case 'me.updated': {
      const { userId, chatId, me, unread } = event
      return user(userId, { type, chatId, data: { chatId, me, unread } })
    }
  }
}
