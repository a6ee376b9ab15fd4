import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { MessageBroadcaster, Signal } from '../../../src/application/ports/message-broadcaster.js'
import { EventDelivery } from '../../../src/application/realtime/event-delivery.js'
import type { Chat, ChatOfMember } from '../../../src/domain/chat.js'
import type { DomainEvent } from '../../../src/domain/events.js'
import type { ChatId, ClientId, MessageId, UserId } from '../../../src/domain/ids.js'
import type { Me, Member } from '../../../src/domain/member.js'
import { messageOf } from '../../../src/domain/messages/message.js'

const at = new Date('2030-01-01T10:00:00.000Z')
const chatId = 'chat' as ChatId
const userId = 'ann' as UserId
const message = messageOf(
  {
    id: 'm' as MessageId,
    chatId,
    clientId: 'c' as ClientId,
    senderId: userId,
    text: 'שלום 👩‍👩‍👧 \u2028 "x"',
    replyTo: null,
    createdAt: at,
  },
  7,
  12,
)
const chat: Chat = {
  id: chatId,
  type: 'group',
  title: 'Tea',
  topic: null,
  visibility: 'private',
  history: 'all',
  memberCount: 2,
  seq: 12,
  messageCount: 7,
  createdAt: at,
}
const user = { id: userId, handle: 'ann', displayName: 'Ann', avatarUrl: null, createdAt: at }
const member: Member = { userId, role: 'member', joinedAt: at, leftAt: null, seq: 12, user }
const me: Me = {
  role: 'member',
  firstNumber: 1,
  readNumber: 7,
  deliveredNumber: 7,
  muted: false,
  pinned: false,
  archived: false,
  notify: 'all',
  markedUnread: false,
  seq: 3,
}
const whole: ChatOfMember = { ...chat, lastMessage: message, unread: 0, unreadMentions: 0, me }

const asWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** What was broadcast, with the frames as a client would read them. */
function announced(...events: readonly DomainEvent[]) {
  const broadcaster = td.object<MessageBroadcaster>()
  new EventDelivery(broadcaster).publish(...events)
  const [topics, signals] = [td.matchers.captor(), td.matchers.captor()]
  td.verify(broadcaster.broadcast(topics.capture(), signals.capture()))
  return (signals.values as Signal[]).map((signal, place) => {
    const { frame, ...rest } = { frame: '', ...signal }
    return { topic: topics.values?.[place] as string, ...rest, frame: JSON.parse(frame) }
  })
}

describe('an announced event', () => {
  afterEach(() => td.reset())

  it('reaches the room of its chat with its place, as the wire has it', () => {
    expect(announced({ type: 'message.created', chatId, seq: 12, message, membersSeq: 4 })).toEqual([
      {
        topic: 'room:chat',
        kind: 'room',
        chatId,
        seq: 12,
        number: 7,
        membersSeq: 4,
        frame: { type: 'message.created', chatId, seq: 12, data: { message: asWire(message) } },
      },
    ])
  })

  it('of the chat itself is for everyone in it, whatever they may see of its messages', () => {
    expect(announced({ type: 'chat.updated', chatId, seq: 12, chat })).toEqual([
      {
        topic: 'room:chat',
        kind: 'room',
        chatId,
        seq: 12,
        number: null,
        membersSeq: null,
        frame: { type: 'chat.updated', chatId, seq: 12, data: { chat: asWire(chat) } },
      },
    ])
  })

  it.each([
    ['member.joined', null],
    ['member.left', 12],
    ['member.updated', null],
  ] as const)('%s says whether seats must be looked at before it is delivered', (type, membersSeq) => {
    expect(announced({ type, chatId, seq: 12, member })).toEqual([
      {
        topic: 'room:chat',
        kind: 'room',
        chatId,
        seq: 12,
        number: null,
        membersSeq,
        frame: { type, chatId, seq: 12, data: { member: asWire(member) } },
      },
    ])
  })

  it('of somebody’s reading passes', () => {
    expect(announced({ type: 'read', chatId, userId, membersSeq: 5, number: 7 })).toEqual([
      {
        topic: 'room:chat',
        kind: 'room',
        chatId,
        seq: null,
        number: null,
        membersSeq: 5,
        frame: { type: 'read', chatId, data: { userId, number: 7 } },
      },
    ])
  })

  it('of a deleted chat closes its room', () => {
    expect(announced({ type: 'chat.deleted', chatId })).toEqual([
      { topic: 'room:chat', kind: 'close-room', chatId, frame: { type: 'chat.removed', chatId, data: { reason: 'deleted' } } },
    ])
  })

  it('for one user goes to their sockets alone', () => {
    const signal = { topic: 'user:ann', kind: 'user', userId }
    expect(
      announced(
        { type: 'chat.created', userId, chat: whole },
        { type: 'chat.removed', userId, chatId, reason: 'removed', seq: 11 },
        { type: 'me.updated', userId, chatId, me, unread: 2, unreadMentions: 1 },
      ),
    ).toEqual([
      { ...signal, mine: { chatId, seq: me.seq }, frame: { type: 'chat.created', chatId, data: { chat: asWire(whole) } } },
      {
        ...signal,
        mine: { chatId, seq: null },
        departure: { chatId, seq: 11 },
        frame: { type: 'chat.removed', chatId, data: { reason: 'removed' } },
      },
      {
        ...signal,
        mine: { chatId, seq: me.seq },
        frame: { type: 'me.updated', chatId, data: { chatId, me, unread: 2, unreadMentions: 1 } },
      },
    ])
  })

  it('EP1 EP2 goes out in its order, one after the other, without a wait', () => {
    const numbers = [1, 2, 3].map((number): DomainEvent => ({ type: 'read', chatId, userId, membersSeq: 5, number }))
    expect(announced(...numbers).map(({ frame }) => frame.data.number)).toEqual([1, 2, 3])
  })
})
