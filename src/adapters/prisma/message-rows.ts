import type { AttachmentId, ChatId, ClientId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import { type Attachment, attachmentOf, type Forwarded, type Preview, type Reaction } from '../../domain/messages/message-parts.js'
import { Prisma } from '../../generated/prisma/client.js'
import { type Json, toNumber } from './rows.js'

/** A file as the message's row has it. */
export interface AttachmentJson {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly width: number | null
  readonly height: number | null
  readonly thumb: boolean
}

export interface ForwardedJson {
  readonly senderId: string
  readonly createdAt: string
}

export interface MessageRow {
  readonly id: string
  readonly chat_id: string
  readonly number: bigint
  readonly seq: bigint
  readonly client_id: string
  readonly sender_id: string
  readonly text: string | null
  readonly reply_to_id: string | null
  readonly thread_root_id: string | null
  readonly reply_count: number
  readonly mentions: readonly string[]
  readonly mentions_all: boolean
  readonly reactions: readonly Reaction[] | null
  readonly attachments: readonly AttachmentJson[] | null
  readonly previews: readonly Preview[] | null
  readonly forwarded: ForwardedJson | null
  readonly created_at: Date
  readonly edited_at: Date | null
  readonly deleted_at: Date | null
  readonly pinned_at: Date | null
}

/** Of the table alias `m`. */
export const messageColumns = Prisma.sql`m.id, m.chat_id, m.number, m.seq, m.client_id, m.sender_id, m.text, m.reply_to_id, m.thread_root_id, m.reply_count,
  m.mentions, m.mentions_all, m.reactions, m.attachments, m.previews, m.forwarded, m.created_at, m.edited_at, m.deleted_at, m.pinned_at`

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id as MessageId,
    chatId: row.chat_id as ChatId,
    number: toNumber(row.number),
    seq: toNumber(row.seq),
    clientId: row.client_id as ClientId,
    senderId: row.sender_id as UserId,
    text: row.text,
    replyTo: row.reply_to_id as MessageId | null,
    threadRoot: row.thread_root_id as MessageId | null,
    replyCount: row.reply_count,
    attachments: (row.attachments ?? []).map(toAttachment),
    reactions: row.reactions ?? [],
    mentions: row.mentions as readonly UserId[],
    mentionsAll: row.mentions_all,
    previews: row.previews ?? [],
    forwardedFrom: toForwarded(row.forwarded),
    createdAt: row.created_at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    pinnedAt: row.pinned_at,
  }
}

export const toAttachment = ({ id, thumb, ...file }: AttachmentJson): Attachment => attachmentOf({ id: id as AttachmentId, ...file }, thumb)

export const toForwarded = (json: ForwardedJson | null): Forwarded | null =>
  json && { senderId: json.senderId as UserId, createdAt: new Date(json.createdAt) }

const time = (text: string | null): Date | null => (text === null ? null : new Date(text))

/** A message's row that came as JSON. */
export const messageOfJson = (json: Json<MessageRow>): Message =>
  toMessage({
    ...json,
    number: BigInt(json.number),
    seq: BigInt(json.seq),
    created_at: new Date(json.created_at),
    edited_at: time(json.edited_at),
    deleted_at: time(json.deleted_at),
    pinned_at: time(json.pinned_at),
  })
