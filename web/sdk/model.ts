import { array, boolean, type Decoded, integer, nullable, object, oneOf, string } from './decode.js'

/** What this client reads of the wire's shapes; the types follow from the decoders. */

export const user = object({ id: string, handle: string, displayName: string, avatarUrl: nullable(string) })
export type User = Decoded<typeof user>

export const message = object({
  id: string,
  chatId: string,
  number: integer,
  seq: integer,
  clientId: string,
  senderId: string,
  text: nullable(string),
  replyTo: nullable(string),
  createdAt: string,
  editedAt: nullable(string),
  deletedAt: nullable(string),
})
export type Message = Decoded<typeof message>

export const member = object(
  { userId: string, role: oneOf('owner', 'admin', 'member'), joinedAt: string, leftAt: nullable(string), seq: integer, user },
  { readNumber: integer, deliveredNumber: integer },
)
export type Member = Decoded<typeof member>

export const me = object({
  role: oneOf('owner', 'admin', 'member'),
  firstNumber: integer,
  readNumber: integer,
  deliveredNumber: integer,
  muted: boolean,
  pinned: boolean,
  archived: boolean,
  notify: string,
  markedUnread: boolean,
  seq: integer,
})
export type Me = Decoded<typeof me>

const chatFields = {
  id: string,
  type: oneOf('private', 'group'),
  title: nullable(string),
  topic: nullable(string),
  visibility: oneOf('private', 'public'),
  history: oneOf('all', 'since_joining'),
  memberCount: integer,
  seq: integer,
  messageCount: integer,
  createdAt: string,
}

/** A chat as everybody sees it. */
export const chat = object(chatFields)
export type Chat = Decoded<typeof chat>

/** A chat as the one who asked sees it. */
export const ownChat = object({ ...chatFields, me, unread: integer, lastMessage: nullable(message) }, { members: array(member) })
export type OwnChat = Decoded<typeof ownChat>

export const syncAnswer = object({
  chats: array(object({ chat: ownChat, messages: array(message), members: array(member), seq: integer, more: boolean, reset: boolean })),
  removed: array(string),
  mine: object({ seq: integer, chats: array(object({ chatId: string, me, unread: integer })) }),
  cursor: nullable(string),
})
export type SyncAnswer = Decoded<typeof syncAnswer>

export const messagePage = object({ items: array(message), hasMoreBefore: boolean, hasMoreAfter: boolean })
export const userPage = object({ items: array(user), nextCursor: nullable(string) })
export const memberPage = object({ items: array(member), nextCursor: nullable(string) })
export const chatPage = object({ items: array(chat), nextCursor: nullable(string) })

/** The answer of login and refresh in a browser: the refresh token is in a cookie that no script sees. */
export const grant = object({ accessToken: string, expiresIn: integer, user })
export type Grant = Decoded<typeof grant>
