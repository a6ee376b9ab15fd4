import type { BannedUser, BanReader, BanRepository } from '../../application/ports/bans.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { Ban } from '../../domain/ban.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isMilliseconds, isUuid, pageOf } from './cursor.js'
import { toUser, type UserRow } from './prisma-user-directory.js'

interface BanRow {
  readonly banned_by: string
  readonly banned_at: Date
}

export class PrismaBans implements BanRepository, BanReader {
  readonly #prisma: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>

  /** The client, or a transaction of it. */
  constructor(prisma: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>) {
    this.#prisma = prisma
  }

  async find(chatId: ChatId, userId: UserId): Promise<Ban | null> {
    const [row] = await this.#prisma.$queryRaw<BanRow[]>`
      SELECT b.banned_by, b.banned_at FROM chat_bans b WHERE b.chat_id = ${chatId}::uuid AND b.user_id = ${userId}::uuid`
    return row === undefined ? null : { chatId, userId, bannedBy: row.banned_by as UserId, bannedAt: row.banned_at }
  }

  async save({ chatId, userId, bannedBy, bannedAt }: Ban): Promise<void> {
    await this.#prisma.$executeRaw`
      INSERT INTO chat_bans (chat_id, user_id, banned_by, banned_at)
      VALUES (${chatId}::uuid, ${userId}::uuid, ${bannedBy}::uuid, ${bannedAt}::timestamptz)
      ON CONFLICT (chat_id, user_id) DO NOTHING`
  }

  async delete(chatId: ChatId, userId: UserId): Promise<void> {
    await this.#prisma.$executeRaw`DELETE FROM chat_bans WHERE chat_id = ${chatId}::uuid AND user_id = ${userId}::uuid`
  }

  async list(chatId: ChatId, { limit, cursor }: PageRequest): Promise<Page<BannedUser>> {
    const rows = await this.#prisma.$queryRaw<(BanRow & UserRow)[]>`
      SELECT b.banned_by, b.banned_at, u.id, u.handle, u.display_name, u.avatar_url, u.created_at
      FROM chat_bans b JOIN users u ON u.id = b.user_id
      WHERE b.chat_id = ${chatId}::uuid ${earlierThan(cursor)}
      ORDER BY b.banned_at DESC, b.user_id DESC LIMIT ${limit + 1}`
    return pageOf(rows, limit, toBannedUser, (row) => [String(row.banned_at.getTime()), row.id])
  }
}

function earlierThan(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty
  const [at, id] = fromCursor(cursor, [isMilliseconds, isUuid])
  return Prisma.sql`AND (b.banned_at, b.user_id) < (${new Date(Number(at))}::timestamptz, ${id}::uuid)`
}

const toBannedUser = (row: BanRow & UserRow): BannedUser => ({
  user: toUser(row),
  bannedAt: row.banned_at,
  bannedBy: row.banned_by as UserId,
})
