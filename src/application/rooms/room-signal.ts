import type { ChatEvent, PassingEvent } from '../../domain/events.js'
import type { Signal } from '../ports/message-broadcaster.js'
import { frameText } from '../realtime/frames.js'

export type RoomSignal = Extract<Signal, { kind: 'room' }>

/** What the nodes tell each other of a chat's event, and its sockets: the same whether it was announced or found in the database. */
export function roomSignal(event: ChatEvent | PassingEvent): RoomSignal {
  const { type, chatId } = event
  switch (type) {
    case 'message.created': {
      const { seq, message, membersSeq } = event
      const frame = frameText({ type, chatId, seq, data: { message } })
      return { kind: 'room', chatId, seq, number: message.number, membersSeq, frame }
    }
    case 'message.updated':
    case 'message.deleted': {
      const { seq, message } = event
      const frame = frameText({ type, chatId, seq, data: { message } })
      return { kind: 'room', chatId, seq, number: message.number, membersSeq: null, frame }
    }
    case 'chat.updated': {
      const { seq, chat } = event
      return { kind: 'room', chatId, seq, number: null, membersSeq: null, frame: frameText({ type, chatId, seq, data: { chat } }) }
    }
    case 'member.joined':
    case 'member.left':
    case 'member.updated': {
      const { seq, member } = event
      const membersSeq = type === 'member.left' ? seq : null
      return { kind: 'room', chatId, seq, number: null, membersSeq, frame: frameText({ type, chatId, seq, data: { member } }) }
    }
    case 'read': {
      const { userId, number, membersSeq } = event
      return { kind: 'room', chatId, seq: null, number: null, membersSeq, frame: frameText({ type, chatId, data: { userId, number } }) }
    }
    case 'receipt': {
      const { userId, deliveredNumber, membersSeq } = event
      const frame = frameText({ type, chatId, data: { userId, deliveredNumber } })
      return { kind: 'room', chatId, seq: null, number: null, membersSeq, frame }
    }
    case 'typing': {
      const { userId, expiresAt, membersSeq, hiddenFrom } = event
      const frame = frameText({ type, chatId, data: { userId, expiresAt } })
      return { kind: 'room', chatId, seq: null, number: null, membersSeq, hiddenFrom, frame }
    }
  }
}
