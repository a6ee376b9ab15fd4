import type { ChatId, UserId } from './ids.js'
import type { Member, OwnPlace } from './member.js'
import type { Message } from './messages/message.js'
import { parseLabel } from './text.js'

export type ChatType = 'private' | 'group'
export type Visibility = 'private' | 'public'
/** What somebody who joins later may read: everything, or only what comes after. */
export type HistoryPolicy = 'all' | 'since_joining'

/** A chat as everyone in it sees it. */
export interface Chat {
  readonly id: ChatId
  readonly type: ChatType
  readonly title: string | null
  readonly topic: string | null
  readonly visibility: Visibility
  readonly history: HistoryPolicy
  readonly memberCount: number
  /** Head of the chat's changes: each durable change takes the next one. */
  readonly seq: number
  /** The highest message number. */
  readonly messageCount: number
  readonly createdAt: Date
}

/** A chat as one of its members sees it. `members` is there for private chats and groups of up to 50. */
export interface ChatOfMember extends Chat, OwnPlace {
  readonly lastMessage: Message | null
  readonly members?: readonly Member[]
}

export const membersShownInline = 50

export interface GroupSettings {
  readonly title?: string
  readonly topic?: string | null
  readonly visibility?: Visibility
  readonly history?: HistoryPolicy
}

export const maxTitleLength = 100
export const maxTopicLength = 500

/** The settings as they are, if what is shown to others may be. @throws ValidationFailed */
export function checkSettings<Settings extends GroupSettings>(settings: Settings): Settings {
  if (settings.title !== undefined) parseLabel(settings.title, maxTitleLength, 'title')
  if (typeof settings.topic === 'string') parseLabel(settings.topic, maxTopicLength, 'topic')
  return settings
}

/** The chat after its next change. */
export const advance = (chat: Chat, changes: Partial<Chat> = {}): Chat => ({ ...chat, ...changes, seq: chat.seq + 1 })

/** The two people of a private chat, in the one order that makes the pair unique. */
export const pairOf = (one: UserId, other: UserId): readonly [UserId, UserId] => (one < other ? [one, other] : [other, one])

export function newPrivateChat(id: ChatId, createdAt: Date): Chat {
  return { ...newChat(id, createdAt), type: 'private' }
}

/** @throws ValidationFailed */
export function newGroup(id: ChatId, settings: GroupSettings & { readonly title: string }, createdAt: Date): Chat {
  return { ...newChat(id, createdAt), ...checkSettings(settings) }
}

const newChat = (id: ChatId, createdAt: Date): Chat => ({
  id,
  type: 'group',
  title: null,
  topic: null,
  visibility: 'private',
  history: 'all',
  memberCount: 0,
  seq: 0,
  messageCount: 0,
  createdAt,
})

/**
 * The words by which a room is searched for; none if the query has more in it than words: such a one means itself, as the beginning of a title.
 */
export const roomWords = (query: string): readonly string[] =>
  /^[\p{L}\p{M}\p{N} ]+$/u.test(query) ? query.split(' ').filter((word) => word !== '') : []
