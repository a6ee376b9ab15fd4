import type { Chat, ChatOfMember } from '../../src/domain/chat.js'
import type { ChatId, ClientId, MessageId, UserId } from '../../src/domain/ids.js'
import type { Invite } from '../../src/domain/invite.js'
import type { Me, Membership } from '../../src/domain/member.js'
import { type Message, messageOf } from '../../src/domain/messages/message.js'
import type { User } from '../../src/domain/user.js'

export const at = new Date('2026-01-02T03:04:05.678Z')
export const later = new Date('2026-01-02T04:00:00.000Z')

const person = (digit: number, handle: string): User => ({
  id: `00000000-0000-7000-8000-00000000000${digit}` as UserId,
  handle,
  displayName: handle[0]?.toUpperCase() + handle.slice(1),
  avatarUrl: null,
  createdAt: at,
})

export const ada = person(1, 'ada')
export const bob = person(2, 'bob')
export const eve = person(3, 'eve')

export const groupId = '10000000-0000-7000-8000-000000000001' as ChatId
export const messageId = '20000000-0000-7000-8000-000000000001' as MessageId
export const clientId = '30000000-0000-4000-8000-000000000001' as ClientId

export const aGroup = (changes: Partial<Chat> = {}): Chat => ({
  id: groupId,
  type: 'group',
  title: 'Chess',
  topic: null,
  visibility: 'private',
  history: 'all',
  memberCount: 2,
  seq: 10,
  messageCount: 4,
  createdAt: at,
  ...changes,
})

export const aMembership = (user: User, changes: Partial<Membership> = {}): Membership => ({
  chatId: groupId,
  userId: user.id,
  role: 'member',
  joinedAt: at,
  leftAt: null,
  seq: 2,
  firstNumber: 1,
  readNumber: 4,
  deliveredNumber: 4,
  ...changes,
})

export const anInvite = (changes: Partial<Invite> = {}): Invite => ({
  code: 'code',
  chatId: groupId,
  createdBy: ada.id,
  createdAt: at,
  expiresAt: null,
  maxUses: null,
  uses: 0,
  revokedAt: null,
  ...changes,
})

export const aMe = (changes: Partial<Me> = {}): Me => ({
  role: 'member',
  firstNumber: 1,
  readNumber: 4,
  deliveredNumber: 4,
  muted: false,
  pinned: false,
  archived: false,
  notify: 'all',
  markedUnread: false,
  seq: 7,
  ...changes,
})

export const asSeenBy = (chat: Chat, me: Partial<Me> = {}): ChatOfMember => ({
  ...chat,
  lastMessage: null,
  unread: 0,
  unreadMentions: 0,
  me: aMe(me),
})

export const aMessage = (changes: Partial<Message> = {}): Message => ({
  ...messageOf({ id: messageId, chatId: groupId, clientId, senderId: ada.id, text: 'Hello', replyTo: null, createdAt: at }, 5, 11),
  ...changes,
})
