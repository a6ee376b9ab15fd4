import type { LiveSession, SessionReader } from '../../application/ports/session-reader.js'
import type { Rotation, SessionRepository } from '../../application/ports/session-repository.js'
import type { SessionStates } from '../../application/ports/session-states.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import type { Session } from '../../domain/session.js'
import type { PrismaClient } from '../../generated/prisma/client.js'

export class PrismaSessionRepository implements SessionRepository, SessionReader, SessionStates {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async open(session: Session): Promise<void> {
    await this.#prisma.session.create({ data: session, select: { id: true } })
  }

  async find(id: SessionId): Promise<Session | null> {
    const row = await this.#prisma.session.findUnique({ where: { id } })
    return row && { ...row, id, accountId: row.accountId as UserId }
  }

  async rotate(id: SessionId, from: number, { refreshHash, at, accessExpiresAt }: Rotation): Promise<boolean> {
    const count = await this.#prisma.$executeRaw`
      UPDATE sessions SET generation = generation + 1, confirmed_at = NULL, refresh_hash = ${refreshHash}, last_used_at = ${at}::timestamptz,
        access_expires_at = greatest(access_expires_at, ${accessExpiresAt}::timestamptz)
      WHERE id = ${id}::uuid AND generation = ${from} AND ended_at IS NULL`
    return count > 0
  }

  async renew(id: SessionId, generation: number, at: Date, accessExpiresAt: Date): Promise<boolean> {
    const count = await this.#prisma.$executeRaw`
      UPDATE sessions SET last_used_at = ${at}::timestamptz, access_expires_at = greatest(access_expires_at, ${accessExpiresAt}::timestamptz)
      WHERE id = ${id}::uuid AND generation = ${generation} AND ended_at IS NULL`
    return count > 0
  }

  async end(id: SessionId, at: Date): Promise<boolean> {
    const { count } = await this.#prisma.session.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } })
    return count > 0
  }

  async findLive(id: SessionId): Promise<LiveSession | null> {
    const row = await this.#prisma.session.findUnique({
      where: { id, endedAt: null, account: { disabledAt: null } },
      select: { accountId: true, generation: true, confirmedAt: true, expiresAt: true },
    })
    return (
      row && {
        id,
        userId: row.accountId as UserId,
        generation: row.generation,
        confirmed: row.confirmedAt !== null,
        expiresAt: row.expiresAt,
      }
    )
  }

  async confirm(id: SessionId, generation: number, at: Date): Promise<void> {
    await this.#prisma.session.updateMany({
      where: { id, generation, confirmedAt: null },
      data: { confirmedAt: at, lastUsedAt: at },
    })
  }

  async liveAmong(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, Date>> {
    const rows = await this.#prisma.$queryRaw<{ id: SessionId; access_expires_at: Date }[]>`
      SELECT s.id, s.access_expires_at FROM sessions s JOIN accounts a ON a.id = s.account_id
      WHERE s.id = ANY(${[...sessionIds]}::uuid[]) AND s.ended_at IS NULL AND a.disabled_at IS NULL`
    return new Map(rows.map((row) => [row.id, row.access_expires_at]))
  }
}
