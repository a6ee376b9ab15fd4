import { array, boolean, type Decoded, integer, nullable, object, oneOf, otherwise, string } from './decode.js'

/** What this client reads of the wire's shapes; the types follow from the decoders. */

export const user = object({ id: string, handle: string, displayName: string, avatarUrl: nullable(string) })
export type User = Decoded<typeof user>

export const attachment = object({
  id: string,
  name: string,
  type: string,
  size: integer,
  width: nullable(integer),
  height: nullable(integer),
  url: string,
  thumbUrl: nullable(string),
})
export type Attachment = Decoded<typeof attachment>

export const preview = object({ url: string, title: string, description: nullable(string), siteName: nullable(string) })
export type Preview = Decoded<typeof preview>

export const reaction = object({ emoji: string, count: integer, userIds: array(string) })
export type Reaction = Decoded<typeof reaction>

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
  threadRoot: otherwise(nullable(string), null),
  replyCount: otherwise(integer, 0),
  attachments: otherwise(array(attachment), []),
  reactions: otherwise(array(reaction), []),
  mentions: otherwise(array(string), []),
  mentionsAll: otherwise(boolean, false),
  previews: otherwise(array(preview), []),
  forwardedFrom: otherwise(nullable(object({ senderId: string, createdAt: string })), null),
  pinnedAt: otherwise(nullable(string), null),
})
export type Message = Decoded<typeof message>

/** How the user stands to a thread. */
export interface ThreadPlace {
  readonly following: boolean
  readonly readNumber: number
  /** Replies above it by others. */
  readonly unread: number
}

/** What somebody wants to say: all of it is optional to the server but one of text, attachments and forward. */
export interface Draft {
  readonly text?: string
  readonly replyTo?: string
  readonly threadRoot?: string
  readonly attachments?: readonly Attachment[]
  readonly forwardOf?: { readonly chatId: string; readonly messageId: string }
}

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

/** What is unread, and how much of that calls the user. */
const counts = { unread: integer, unreadMentions: otherwise(integer, 0) }
export const ownMarks = object({ chatId: string, me, ...counts })

/** Visible unread messages of others, and those of them that call the user. */
export interface Counts {
  readonly unread: number
  readonly unreadMentions: number
}

/** A chat as the one who asked sees it. */
export const ownChat = object({ ...chatFields, me, ...counts, lastMessage: nullable(message) }, { members: array(member) })
export type OwnChat = Decoded<typeof ownChat>

export const presence = object({ status: oneOf('online', 'away', 'offline'), lastSeenAt: nullable(string) })
export type Presence = Decoded<typeof presence>

export const syncAnswer = object({
  chats: array(object({ chat: ownChat, messages: array(message), members: array(member), seq: integer, more: boolean, reset: boolean })),
  removed: array(string),
  mine: object({ seq: integer, chats: array(ownMarks) }),
  cursor: nullable(string),
})
export type SyncAnswer = Decoded<typeof syncAnswer>

export const messagePage = object({ items: array(message), hasMoreBefore: boolean, hasMoreAfter: boolean })
export const userPage = object({ items: array(user), nextCursor: nullable(string) })
export const memberPage = object({ items: array(member), nextCursor: nullable(string) })
export const chatPage = object({ items: array(chat), nextCursor: nullable(string) })

/** The answer of login and refresh. In a browser the refresh token is in a cookie that no script sees. */
export const grant = object({ accessToken: string, expiresIn: integer, user }, { refreshToken: string })
export type Grant = Decoded<typeof grant>
