import type { Chat, ChatType, HistoryPolicy, Visibility } from '../../domain/chat.js'
import type { ChatId, ClientId, MessageId, UserId } from '../../domain/ids.js'
import type { Me, Membership, NotifyLevel, Role } from '../../domain/member.js'
import type { Message } from '../../domain/message.js'
import { Prisma } from '../../generated/prisma/client.js'

/** Counters are 64 bit in the database; what JSON cannot say exactly must never leave as something else. */
export function toNumber(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`The counter ${value} cannot be told exactly.`)
  return number
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
  readonly created_at: Date
  readonly edited_at: Date | null
  readonly deleted_at: Date | null
}

/** Of the table alias `m`. */
export const messageColumns = Prisma.sql`m.id, m.chat_id, m.number, m.seq, m.client_id, m.sender_id, m.text, m.reply_to_id, m.created_at, m.edited_at, m.deleted_at`

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
    threadRoot: null,
    replyCount: 0,
    attachments: [],
    reactions: [],
    mentions: [],
    createdAt: row.created_at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    pinnedAt: null,
  }
}

export interface ChatRow {
  readonly id: string
  readonly type: ChatType
  readonly title: string | null
  readonly topic: string | null
  readonly visibility: Visibility
  readonly history: HistoryPolicy
  readonly member_count: number
  readonly seq: bigint
  readonly message_count: bigint
  readonly created_at: Date
}

/** Of the table alias `c`. */
export const chatColumns = Prisma.sql`c.id, c.type, c.title, c.topic, c.visibility, c.history, c.member_count, c.seq, c.message_count, c.created_at`

export function toChat(row: ChatRow): Chat {
  return {
    id: row.id as ChatId,
    type: row.type,
    title: row.title,
    topic: row.topic,
    visibility: row.visibility,
    history: row.history,
    memberCount: row.member_count,
    seq: toNumber(row.seq),
    messageCount: toNumber(row.message_count),
    createdAt: row.created_at,
  }
}

export interface MeRow {
  readonly role: Role
  readonly first_number: bigint
  readonly read_number: bigint
  readonly delivered_number: bigint
  readonly muted: boolean
  readonly pinned: boolean
  readonly archived: boolean
  readonly notify: NotifyLevel
  readonly marked_unread: boolean
  readonly me_seq: bigint
}

/** Of the table alias `v`. */
export const meColumns = Prisma.sql`v.role, v.first_number, v.read_number, v.delivered_number, v.muted, v.pinned, v.archived, v.notify, v.marked_unread, v.me_seq`

export function toMe(row: MeRow): Me {
  return {
    role: row.role,
    firstNumber: toNumber(row.first_number),
    readNumber: toNumber(row.read_number),
    deliveredNumber: toNumber(row.delivered_number),
    muted: row.muted,
    pinned: row.pinned,
    archived: row.archived,
    notify: row.notify,
    markedUnread: row.marked_unread,
    seq: toNumber(row.me_seq),
  }
}

/**
 * The deleted messages that would otherwise count as unread, of the aliases `c` and `v`. Nothing else needs counting: numbers are dense, and
 * nobody has messages of their own above their mark, as sending moves it.
 */
export const deletedUnread = Prisma.sql`(SELECT count(*) FROM messages d
  WHERE d.chat_id = c.id AND d.deleted_at IS NOT NULL AND d.number > greatest(v.read_number, v.first_number - 1))`

export const unreadOf = (me: Me, messageCount: number, deleted: number): number =>
  Math.max(0, messageCount - Math.max(me.readNumber, me.firstNumber - 1) - deleted)

export interface MembershipRecord {
  readonly chatId: string
  readonly userId: string
  readonly role: Role
  readonly joinedAt: Date
  readonly leftAt: Date | null
  readonly seq: bigint
  readonly firstNumber: bigint
  readonly readNumber: bigint
  readonly deliveredNumber: bigint
}

export function toMembership(record: MembershipRecord): Membership {
  return {
    chatId: record.chatId as ChatId,
    userId: record.userId as UserId,
    role: record.role,
    joinedAt: record.joinedAt,
    leftAt: record.leftAt,
    seq: toNumber(record.seq),
    firstNumber: toNumber(record.firstNumber),
    readNumber: toNumber(record.readNumber),
    deliveredNumber: toNumber(record.deliveredNumber),
  }
}
