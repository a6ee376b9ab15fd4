import type { InviteReader, InviteRepository } from '../../application/ports/invites.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { Chat } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Invite } from '../../domain/invite.js'
import { isStorable } from '../../domain/text.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isMilliseconds, pageOf } from './cursor.js'
import { type ChatRow, chatColumns, toChat } from './rows.js'

export interface InviteRow {
  readonly code: string
  readonly chat_id: string
  readonly created_by: string
  readonly invited_at: Date
  readonly expires_at: Date | null
  readonly max_uses: number | null
  readonly uses: number
  readonly revoked_at: Date | null
}

/** Of the table alias `i`. */
export const inviteColumns = Prisma.sql`i.code, i.chat_id, i.created_by, i.created_at AS invited_at, i.expires_at, i.max_uses, i.uses, i.revoked_at`

export class PrismaInvites implements InviteRepository, InviteReader {
  readonly #prisma: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>

  /** The client, or a transaction of it. */
  constructor(prisma: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>) {
    this.#prisma = prisma
  }

  async find(code: string): Promise<Invite | null> {
    const [row] = await this.#prisma.$queryRaw<InviteRow[]>`SELECT ${inviteColumns} FROM invites i WHERE i.code = ${code}`
    return row === undefined ? null : toInvite(row)
  }

  async save({ code, chatId, createdBy, createdAt, expiresAt, maxUses, uses, revokedAt }: Invite): Promise<void> {
    await this.#prisma.$executeRaw`
      INSERT INTO invites (code, chat_id, created_by, created_at, expires_at, max_uses, uses, revoked_at)
      VALUES (${code}, ${chatId}::uuid, ${createdBy}::uuid, ${createdAt}::timestamptz, ${expiresAt}::timestamptz, ${maxUses}, ${uses},
        ${revokedAt}::timestamptz)
      ON CONFLICT (code) DO UPDATE SET uses = excluded.uses, revoked_at = excluded.revoked_at`
  }

  async findWithChat(code: string): Promise<{ readonly invite: Invite; readonly chat: Chat } | null> {
    const [row] = await this.#prisma.$queryRaw<(InviteRow & ChatRow)[]>`
      SELECT ${inviteColumns}, ${chatColumns} FROM invites i JOIN chats c ON c.id = i.chat_id WHERE i.code = ${code}`
    return row === undefined ? null : { invite: toInvite(row), chat: toChat(row) }
  }

  async list(chatId: ChatId, { limit, cursor }: PageRequest): Promise<Page<Invite>> {
    const rows = await this.#prisma.$queryRaw<InviteRow[]>`
      SELECT ${inviteColumns} FROM invites i
      WHERE i.chat_id = ${chatId}::uuid AND i.revoked_at IS NULL ${earlierThan(cursor)}
      ORDER BY i.created_at DESC, i.code DESC LIMIT ${limit + 1}`
    return pageOf(rows, limit, toInvite, (row) => [String(row.invited_at.getTime()), row.code])
  }
}

function earlierThan(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty
  const [at, code] = fromCursor(cursor, [isMilliseconds, isStorable])
  return Prisma.sql`AND (i.created_at, i.code) < (${new Date(Number(at))}::timestamptz, ${code})`
}

export const toInvite = (row: InviteRow): Invite => ({
  code: row.code,
  chatId: row.chat_id as ChatId,
  createdBy: row.created_by as UserId,
  createdAt: row.invited_at,
  expiresAt: row.expires_at,
  maxUses: row.max_uses,
  uses: row.uses,
  revokedAt: row.revoked_at,
})
