import type { Page, PageRequest } from '../../application/ports/page.js'
import type { UserDirectory } from '../../application/ports/user-directory.js'
import type { UserId } from '../../domain/ids.js'
import { isHandle, type User } from '../../domain/user.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, pageOf } from './cursor.js'
import { prefixPattern } from './prefix.js'
import { isPresent } from './present-user.js'

export interface UserRow {
  readonly id: string
  readonly handle: string
  readonly display_name: string
  readonly avatar_url: string | null
  readonly created_at: Date
}

export class PrismaUserDirectory implements UserDirectory {
  readonly #prisma: Pick<PrismaClient, '$queryRaw'>

  /** Takes a transaction's client too. */
  constructor(prisma: Pick<PrismaClient, '$queryRaw'>) {
    this.#prisma = prisma
  }

  async findMany(ids: readonly UserId[]): Promise<readonly User[]> {
    const rows = await this.#prisma.$queryRaw<UserRow[]>`
      SELECT u.id, u.handle, u.display_name, u.avatar_url, u.created_at FROM users u WHERE u.id = ANY(${[...ids]}::uuid[])`
    return rows.map(toUser)
  }

  async search(prefix: string, { limit, cursor }: PageRequest): Promise<Page<User>> {
    const pattern = prefixPattern(prefix)
    const after = cursor === null ? Prisma.empty : Prisma.sql`AND u.handle COLLATE "C" > ${fromCursor(cursor, [isHandle])[0]}`
    const rows = await this.#prisma.$queryRaw<UserRow[]>`
      SELECT u.id, u.handle, u.display_name, u.avatar_url, u.created_at FROM users u
      WHERE ${isPresent} AND (u.handle COLLATE "C" LIKE lower(${pattern}) OR lower(u.display_name) COLLATE "C" LIKE lower(${pattern})) ${after}
      ORDER BY u.handle COLLATE "C" LIMIT ${limit + 1}`
    return pageOf(rows, limit, toUser, (row) => [row.handle])
  }
}

export const toUser = (row: UserRow): User => ({
  id: row.id as UserId,
  handle: row.handle,
  displayName: row.display_name,
  avatarUrl: row.avatar_url,
  createdAt: row.created_at,
})
