import type { ChatId, ClientId, MessageId, UserId } from './ids.js'

export interface Message {
  readonly id: MessageId
  readonly chatId: ChatId
  /** Place in the chat: 1, 2, 3 … without holes, in commit order. */
  readonly number: number
  /** The chat's `seq` when this message last changed. */
  readonly seq: number
  readonly clientId: ClientId
  readonly senderId: UserId
  /** Exactly as sent; `null` once deleted. */
  readonly text: string | null
  readonly replyTo: MessageId | null
  readonly threadRoot: MessageId | null
  readonly replyCount: number
  readonly attachments: readonly never[]
  readonly reactions: readonly never[]
  readonly mentions: readonly UserId[]
  readonly createdAt: Date
  readonly editedAt: Date | null
  readonly deletedAt: Date | null
  readonly pinnedAt: Date | null
}

/** A message about to be appended: everything but its place. */
export interface MessageDraft {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly clientId: ClientId
  readonly senderId: UserId
  readonly text: string
  readonly replyTo: MessageId | null
  readonly createdAt: Date
}

export function messageOf(draft: MessageDraft, number: number, seq: number): Message {
  const { id, chatId, clientId, senderId, text, replyTo, createdAt } = draft
  return {
    id,
    chatId,
    number,
    seq,
    clientId,
    senderId,
    text,
    replyTo,
    threadRoot: null,
    replyCount: 0,
    attachments: [],
    reactions: [],
    mentions: [],
    createdAt,
    editedAt: null,
    deletedAt: null,
    pinnedAt: null,
  }
}
