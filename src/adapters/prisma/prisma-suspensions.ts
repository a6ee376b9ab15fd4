import type { Suspensions } from '../../application/ports/suspensions.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'

export class PrismaSuspensions implements Suspensions {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  /** The account is changed first, and so held: whoever opens a session meanwhile waits, and finds it disabled. */
  async suspend(userId: UserId, at: Date): Promise<readonly SessionId[] | null> {
    const rows = await this.#prisma.$queryRaw<{ id: string | null }[]>`
      WITH held AS MATERIALIZED (
        UPDATE accounts SET disabled_at = coalesce(disabled_at, ${at}) WHERE id = ${userId}::uuid RETURNING id
      ), ended AS (
        UPDATE sessions s SET ended_at = ${at} FROM held WHERE s.account_id = held.id AND s.ended_at IS NULL RETURNING s.id
      )
      SELECT ended.id FROM held LEFT JOIN ended ON true`
    return rows.length === 0 ? null : rows.flatMap(({ id }) => (id === null ? [] : [id as SessionId]))
  }

  async lift(userId: UserId): Promise<boolean> {
    const { count } = await this.#prisma.account.updateMany({ where: { id: userId }, data: { disabledAt: null } })
    return count > 0
  }
}
