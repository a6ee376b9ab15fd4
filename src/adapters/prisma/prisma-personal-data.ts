import type { Page, PageRequest } from '../../application/ports/page.js'
import type { OwnMembership, PersonalData } from '../../application/ports/personal-data.js'
import type { ChatType } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/message.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isUuid, pageOf } from './cursor.js'
import { type MeRow, type MessageRow, meColumns, messageColumns, toMe, toMessage } from './rows.js'

interface MembershipRow extends MeRow {
  readonly chat_id: string
  readonly type: ChatType
  readonly title: string | null
  readonly joined_at: Date
  readonly left_at: Date | null
}

export class PrismaPersonalData implements PersonalData {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async memberships(userId: UserId, { limit, cursor }: PageRequest): Promise<Page<OwnMembership>> {
    const rows = await this.#prisma.$queryRaw<MembershipRow[]>`
      SELECT c.id AS chat_id, c.type, c.title, v.joined_at, v.left_at, ${meColumns} FROM chat_members v JOIN chats c ON c.id = v.chat_id
      WHERE v.user_id = ${userId}::uuid ${after(Prisma.sql`v.chat_id`, cursor)} ORDER BY v.chat_id LIMIT ${limit + 1}`
    return pageOf(rows, limit, toOwnMembership, (row) => [row.chat_id])
  }

  /** In the order of the one index that leads from people to their messages. */
  async messages(userId: UserId, { limit, cursor }: PageRequest): Promise<Page<Message>> {
    const rows = await this.#prisma.$queryRaw<MessageRow[]>`
      SELECT ${messageColumns} FROM messages m
      WHERE m.sender_id = ${userId}::uuid AND m.deleted_at IS NULL ${after(Prisma.sql`m.client_id`, cursor)}
      ORDER BY m.client_id LIMIT ${limit + 1}`
    return pageOf(rows, limit, toMessage, (row) => [row.client_id])
  }
}

const after = (column: Prisma.Sql, cursor: string | null): Prisma.Sql =>
  cursor === null ? Prisma.empty : Prisma.sql`AND ${column} > ${fromCursor(cursor, [isUuid])[0]}::uuid`

const toOwnMembership = (row: MembershipRow): OwnMembership => ({
  ...toMe(row),
  chatId: row.chat_id as ChatId,
  type: row.type,
  title: row.title,
  joinedAt: row.joined_at,
  leftAt: row.left_at,
})
