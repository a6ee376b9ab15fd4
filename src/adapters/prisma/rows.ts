import type { Chat, ChatType, HistoryPolicy, Visibility } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Me, Membership, NotifyLevel, OwnPlace, Role } from '../../domain/member.js'
import { Prisma } from '../../generated/prisma/client.js'

/** Counters are 64 bit in the database; what JSON cannot say exactly must never leave as something else. */
export function toNumber(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`The counter ${value} cannot be told exactly.`)
  return number
}

/** A row as JSON has it: counters are numbers, times are text. */
export type Json<Row> = { readonly [Column in keyof Row]: JsonValue<Row[Column]> }
type JsonValue<Value> = Value extends bigint ? number : Value extends Date ? string : Value

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

/** What the place of the alias `v` in the chat of the alias `c` is counted from. */
export interface CountsRow {
  readonly message_count: bigint
  readonly deleted: bigint
  readonly called: bigint
}

/**
 * The deleted messages that would otherwise count as unread, and the unread ones that call. Nothing else needs counting: numbers are dense, and
 * nobody has messages of their own above their mark, as sending moves it.
 */
export const counts = Prisma.sql`
  (SELECT count(*) FROM messages d WHERE d.chat_id = c.id AND d.deleted_at IS NOT NULL AND d.number > greatest(v.read_number, v.first_number - 1)) AS deleted,
  (SELECT count(*) FROM message_mentions n WHERE n.user_id = v.user_id AND n.chat_id = c.id AND n.number > greatest(v.read_number, v.first_number - 1))
    + (SELECT count(*) FROM messages a WHERE a.chat_id = c.id AND a.mentions_all AND a.number > greatest(v.read_number, v.first_number - 1)) AS called`

export function toOwnPlace(row: MeRow & CountsRow): OwnPlace {
  const me = toMe(row)
  const above = toNumber(row.message_count) - Math.max(me.readNumber, me.firstNumber - 1)
  return { me, unread: Math.max(0, above - Number(row.deleted)), unreadMentions: Number(row.called) }
}

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
