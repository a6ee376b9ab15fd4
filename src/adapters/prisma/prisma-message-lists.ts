import type { EarlierText, MessageLists } from '../../application/ports/message-lists.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import type { User } from '../../domain/user.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isMilliseconds, isUuid, pageOf } from './cursor.js'
import { type MessageRow, messageColumns, toMessage } from './message-rows.js'
import { toUser, type UserRow } from './prisma-user-directory.js'
import { toNumber } from './rows.js'

const isCounter = (part: string): boolean => /^\d{1,16}$/.test(part)

export class PrismaMessageLists implements MessageLists {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async edits(chatId: ChatId, messageId: MessageId, userId: UserId): Promise<readonly EarlierText[] | null> {
    if (!(await this.#sees(chatId, messageId, userId))) return null
    return this.#prisma.messageEdit.findMany({ where: { messageId }, orderBy: { nth: 'asc' }, select: { text: true, editedAt: true } })
  }

  async reactors(
    chatId: ChatId,
    messageId: MessageId,
    emoji: string,
    userId: UserId,
    { limit, cursor }: PageRequest,
  ): Promise<Page<User> | null> {
    if (!(await this.#sees(chatId, messageId, userId))) return null
    const rows = await this.#prisma.$queryRaw<(UserRow & { reacted_at: Date })[]>`
      SELECT u.id, u.handle, u.display_name, u.avatar_url, u.created_at, r.created_at AS reacted_at
      FROM message_reactions r JOIN users u ON u.id = r.user_id
      WHERE r.message_id = ${messageId}::uuid AND r.emoji = ${emoji} ${afterReaction(cursor)}
      ORDER BY r.created_at, r.user_id LIMIT ${limit + 1}`
    return pageOf(rows, limit, toUser, (row) => [String(row.reacted_at.getTime()), row.id])
  }

  async pins(chatId: ChatId, userId: UserId, { limit, cursor }: PageRequest): Promise<Page<Message> | null> {
    const first = await this.#firstNumberOf(chatId, userId)
    if (first === null) return null
    const rows = await this.#prisma.$queryRaw<(MessageRow & { pinned_at: Date })[]>`
      SELECT ${messageColumns} FROM messages m
      WHERE m.chat_id = ${chatId}::uuid AND m.pinned_at IS NOT NULL AND m.number >= ${first} ${beforePin(cursor)}
      ORDER BY m.pinned_at DESC, m.number DESC LIMIT ${limit + 1}`
    return pageOf(rows, limit, toMessage, (row) => [String(row.pinned_at.getTime()), String(row.number)])
  }

  async thread(chatId: ChatId, rootId: MessageId, userId: UserId, { limit, cursor }: PageRequest): Promise<Page<Message> | null> {
    if (!(await this.#sees(chatId, rootId, userId))) return null
    const after = cursor === null ? 0 : Number(fromCursor(cursor, [isCounter])[0])
    const rows = await this.#prisma.$queryRaw<MessageRow[]>`
      SELECT ${messageColumns} FROM messages m
      WHERE m.thread_root_id = ${rootId}::uuid AND m.number > ${after} ORDER BY m.number LIMIT ${limit + 1}`
    return pageOf(rows, limit, toMessage, (row) => [String(row.number)])
  }

  /** By id: ids of version 7 are in the order of time. The two kinds are read as far as the page can reach, then merged. */
  async mentions(userId: UserId, { limit, cursor }: PageRequest): Promise<Page<Message>> {
    const [place] = cursor === null ? [] : fromCursor(cursor, [isUuid])
    const before = (column: Prisma.Sql) => (place === undefined ? Prisma.empty : Prisma.sql`AND ${column} < ${place}::uuid`)
    const rows = await this.#prisma.$queryRaw<MessageRow[]>`
      SELECT ${messageColumns} FROM (
        (SELECT n.message_id AS id FROM message_mentions n
          JOIN chat_members v ON v.chat_id = n.chat_id AND v.user_id = n.user_id AND v.left_at IS NULL AND v.first_number <= n.number
          WHERE n.user_id = ${userId}::uuid ${before(Prisma.sql`n.message_id`)} ORDER BY n.message_id DESC LIMIT ${limit + 1})
        UNION ALL
        (SELECT a.id FROM chat_members v
          CROSS JOIN LATERAL (
            SELECT a.id FROM messages a
            WHERE a.chat_id = v.chat_id AND a.mentions_all AND a.number >= v.first_number AND a.sender_id <> v.user_id ${before(Prisma.sql`a.id`)}
            ORDER BY a.number DESC LIMIT ${limit + 1}
          ) a
          WHERE v.user_id = ${userId}::uuid AND v.left_at IS NULL ORDER BY a.id DESC LIMIT ${limit + 1})
      ) found JOIN messages m ON m.id = found.id
      WHERE m.sender_id <> ${userId}::uuid
      ORDER BY m.id DESC LIMIT ${limit + 1}`
    return pageOf(rows, limit, toMessage, (row) => [row.id])
  }

  async #firstNumberOf(chatId: ChatId, userId: UserId): Promise<number | null> {
    const seat = await this.#prisma.chatMember.findUnique({ where: { chatId_userId: { chatId, userId }, leftAt: null } })
    return seat === null ? null : toNumber(seat.firstNumber)
  }

  async #sees(chatId: ChatId, messageId: MessageId, userId: UserId): Promise<boolean> {
    const rows = await this.#prisma.$queryRaw<unknown[]>`
      SELECT 1 AS sees FROM messages m
      JOIN chat_members v ON v.chat_id = m.chat_id AND v.user_id = ${userId}::uuid AND v.left_at IS NULL AND v.first_number <= m.number
      WHERE m.id = ${messageId}::uuid AND m.chat_id = ${chatId}::uuid`
    return rows.length > 0
  }
}

function afterReaction(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty
  const [at, id] = fromCursor(cursor, [isMilliseconds, isUuid])
  return Prisma.sql`AND (r.created_at, r.user_id) > (${new Date(Number(at))}::timestamptz, ${id}::uuid)`
}

function beforePin(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty
  const [at, number] = fromCursor(cursor, [isMilliseconds, isCounter])
  return Prisma.sql`AND (m.pinned_at, m.number) < (${new Date(Number(at))}::timestamptz, ${Number(number)}::bigint)`
}
