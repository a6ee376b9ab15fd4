import type { Blocks } from '../../application/ports/blocks.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isUuid, pageOf } from './cursor.js'
import { presentUser } from './present-user.js'
import { toUser, type UserRow } from './prisma-user-directory.js'

export class PrismaBlocks implements Blocks {
  readonly #prisma: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>

  /** The client, or a transaction of it. */
  constructor(prisma: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>) {
    this.#prisma = prisma
  }

  async block(userId: UserId, blockedId: UserId, at: Date): Promise<void> {
    await this.#prisma.$executeRaw`
      INSERT INTO user_blocks (blocker_id, blocked_id, created_at)
      SELECT u.id, o.id, ${at}::timestamptz FROM ${presentUser(userId)} u, users o WHERE o.id = ${blockedId}::uuid
      ON CONFLICT (blocker_id, blocked_id) DO NOTHING`
  }

  async unblock(userId: UserId, blockedId: UserId): Promise<void> {
    await this.#prisma.$executeRaw`DELETE FROM user_blocks WHERE blocker_id = ${userId}::uuid AND blocked_id = ${blockedId}::uuid`
  }

  async between(userId: UserId, others: readonly UserId[]): Promise<ReadonlySet<UserId>> {
    const rows = await this.#prisma.$queryRaw<{ id: string }[]>`
      SELECT b.blocked_id AS id FROM user_blocks b WHERE b.blocker_id = ${userId}::uuid AND b.blocked_id = ANY(${[...others]}::uuid[])
      UNION
      SELECT b.blocker_id FROM user_blocks b WHERE b.blocked_id = ${userId}::uuid AND b.blocker_id = ANY(${[...others]}::uuid[])`
    return new Set(rows.map((row) => row.id as UserId))
  }

  async list(userId: UserId, { limit, cursor }: PageRequest): Promise<Page<User>> {
    const after = cursor === null ? Prisma.empty : Prisma.sql`AND b.blocked_id > ${fromCursor(cursor, [isUuid])[0]}::uuid`
    const rows = await this.#prisma.$queryRaw<UserRow[]>`
      SELECT u.id, u.handle, u.display_name, u.avatar_url, u.created_at FROM user_blocks b JOIN users u ON u.id = b.blocked_id
      WHERE b.blocker_id = ${userId}::uuid ${after} ORDER BY b.blocked_id LIMIT ${limit + 1}`
    return pageOf(rows, limit, toUser, (row) => [row.id])
  }
}
