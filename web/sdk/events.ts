import { boolean, integer, Malformed, object, oneOf, string, table } from './decode.js'
import {
  type Chat,
  type Counts,
  chat,
  type Me,
  type Member,
  type Message,
  member,
  message,
  type OwnChat,
  ownChat,
  ownMarks,
  type Presence,
  presence,
  type ThreadPlace,
  type User,
  user,
} from './model.js'

/** A durable change of a chat. `unreadable` is one that this version does not understand: its number is known, its content is not. */
export type ChatEvent =
  | {
      readonly type: 'message.created' | 'message.updated' | 'message.deleted'
      readonly chatId: string
      readonly seq: number
      readonly message: Message
    }
  | { readonly type: 'chat.updated'; readonly chatId: string; readonly seq: number; readonly chat: Chat }
  | {
      readonly type: 'member.joined' | 'member.updated' | 'member.left'
      readonly chatId: string
      readonly seq: number
      readonly member: Member
    }
  | { readonly type: 'skipped'; readonly chatId: string; readonly seq: number }

/** Not ordered, and spared for a slow socket. */
export type PassingEvent =
  | { readonly type: 'read' | 'receipt'; readonly chatId: string; readonly userId: string; readonly number: number }
  | { readonly type: 'user.updated'; readonly user: User }
  | { readonly type: 'typing'; readonly chatId: string; readonly userId: string; readonly expiresAt: string }
  | { readonly type: 'presence'; readonly userId: string; readonly status: Presence['status']; readonly lastSeenAt: string | null }

export type LiveEvent =
  | ChatEvent
  | { readonly type: 'unreadable'; readonly chatId: string; readonly seq: number }
  | { readonly type: 'chat.created'; readonly chat: OwnChat }
  | { readonly type: 'chat.removed'; readonly chatId: string; readonly reason: string }
  | ({ readonly type: 'me.updated'; readonly chatId: string; readonly me: Me } & Counts)
  | PassingEvent
  | ({ readonly type: 'thread.updated'; readonly chatId: string; readonly rootId: string } & ThreadPlace)
  | { readonly type: 'ready'; readonly connectionId: string; readonly userId: string }
  | { readonly type: 'resync' }
  | { readonly type: 'heartbeat'; readonly heads: ReadonlyMap<string, number> }

const frame = object({ type: string }, { chatId: string, seq: integer })
const data = <D>(decode: (value: unknown) => D) => object({ data: decode })
const ofMessage = data(object({ message }))
const ofChat = data(object({ chat }))
const ofMember = data(object({ member }))
const ofOwnChat = data(object({ chat: ownChat }))
const ofRemoval = data(object({ reason: oneOf('left', 'removed', 'deleted') }))
const ofMe = data(ownMarks)
const ofRead = data(object({ userId: string, number: integer }))
const ofReceipt = data(object({ userId: string, deliveredNumber: integer }))
const ofTyping = data(object({ userId: string, expiresAt: string }))
const ofPresence = (value: unknown) => ({ ...data(object({ userId: string }))(value).data, ...data(presence)(value).data })
const ofThread = data(object({ chatId: string, rootId: string, following: boolean, readNumber: integer, unread: integer }))
const ofUser = data(object({ user }))
const ofReady = data(object({ connectionId: string, userId: string }))
const ofHeads = data(object({ heads: table(integer) }))

/** Reads one frame. What nobody understands is `null`, or `unreadable` if it names a change: never an exception. */
export function readFrame(text: string): LiveEvent | null {
  let value: unknown
  try {
    value = JSON.parse(text)
    return decodeFrame(value)
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) return placeOf(value)
    throw error
  }
}

function decodeFrame(value: unknown): LiveEvent | null {
  const { type, chatId, seq } = frame(value)
  switch (type) {
    case 'message.created':
    case 'message.updated':
    case 'message.deleted':
      return { type, ...place(chatId, seq), ...ofMessage(value).data }
    case 'chat.updated':
      return { type, ...place(chatId, seq), ...ofChat(value).data }
    case 'member.joined':
    case 'member.updated':
    case 'member.left':
      return { type, ...place(chatId, seq), ...ofMember(value).data }
    case 'skipped':
      return { type, ...place(chatId, seq) }
    case 'chat.created':
      return { type, ...ofOwnChat(value).data }
    case 'chat.removed':
      return { type, chatId: string(chatId), ...ofRemoval(value).data }
    case 'me.updated':
      return { type, ...ofMe(value).data }
    case 'read':
      return { type, chatId: string(chatId), ...ofRead(value).data }
    case 'receipt': {
      const { userId, deliveredNumber } = ofReceipt(value).data
      return { type, chatId: string(chatId), userId, number: deliveredNumber }
    }
    case 'typing':
      return { type, chatId: string(chatId), ...ofTyping(value).data }
    case 'presence':
      return { type, ...ofPresence(value) }
    case 'thread.updated':
      return { type, ...ofThread(value).data }
    case 'user.updated':
      return { type, ...ofUser(value).data }
    case 'ready':
      return { type, ...ofReady(value).data }
    case 'resync':
      return { type }
    case 'heartbeat':
      return { type, ...ofHeads(value).data }
    default:
      return placeOf(value)
  }
}

const place = (chatId: unknown, seq: unknown) => ({ chatId: string(chatId), seq: integer(seq) })

const placed = object({ chatId: string, seq: integer })

function placeOf(value: unknown): LiveEvent | null {
  try {
    return { type: 'unreadable', ...placed(value) }
  } catch {
    return null
  }
}
