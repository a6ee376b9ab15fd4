import type { ReadMarks } from '../../application/ports/read-marks.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { deletedUnread, type MeRow, meColumns, toMe, toNumber, unreadOf } from './rows.js'

interface MarkRow extends MeRow {
  readonly moved: boolean
  readonly message_count: bigint
  readonly deleted: bigint
}

export class PrismaReadMarks implements ReadMarks {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async advance(chatId: ChatId, userId: UserId, number: number): Promise<Awaited<ReturnType<ReadMarks['advance']>>> {
    // The user's row is locked before the member's, as everywhere. What is read beside the update is from before it, hence the union.
    const [row] = await this.#prisma.$queryRaw<MarkRow[]>`
      WITH held AS MATERIALIZED (
        SELECT id, seq FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE
      ), moved AS (
        UPDATE chat_members m SET read_number = greatest(m.read_number, least(${number}, c.message_count)),
          delivered_number = greatest(m.delivered_number, least(${number}, c.message_count)), marked_unread = false, me_seq = held.seq + 1
        FROM held, chats c
        WHERE m.chat_id = ${chatId}::uuid AND m.user_id = held.id AND m.left_at IS NULL AND c.id = m.chat_id
          AND (m.read_number < least(${number}, c.message_count) OR (m.marked_unread AND m.read_number <= ${number}))
        RETURNING m.*
      ), counted AS (
        UPDATE users u SET seq = moved.me_seq FROM moved WHERE u.id = moved.user_id
      ), v AS (
        SELECT moved.*, true AS moved FROM moved
        UNION ALL
        SELECT m.*, false FROM chat_members m
        WHERE m.chat_id = ${chatId}::uuid AND m.user_id = ${userId}::uuid AND m.left_at IS NULL AND NOT EXISTS (SELECT FROM moved)
      )
      SELECT ${meColumns}, v.moved, c.message_count, ${deletedUnread} AS deleted FROM v JOIN chats c ON c.id = v.chat_id`
    if (row === undefined) return null
    const me = toMe(row)
    return { moved: row.moved, me, unread: unreadOf(me, toNumber(row.message_count), Number(row.deleted)) }
  }
}
