import type { SessionDirectory } from '../../application/ports/session-directory.js'
import type { LiveSession, SessionReader } from '../../application/ports/session-reader.js'
import type { Rotation, SessionRepository } from '../../application/ports/session-repository.js'
import type { SessionStates } from '../../application/ports/session-states.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import { idleLifetime, type Session } from '../../domain/session.js'
import type { Prisma, PrismaClient, Session as SessionModel } from '../../generated/prisma/client.js'
import { batched } from './batched.js'
import { isMissingReference } from './failures.js'

export class PrismaSessionRepository implements SessionRepository, SessionDirectory, SessionReader, SessionStates {
  readonly #prisma: PrismaClient
  readonly #live: (id: SessionId) => Promise<LiveSession | null>

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
    this.#live = batched((ids) => readLive(prisma, ids), 500)
  }

  async open(session: Session): Promise<void> {
    await this.#prisma.session.create({ data: session, select: { id: true } }).catch((error: unknown) => {
      // The account was deleted a moment ago: so would its session have been.
      if (!isMissingReference(error)) throw error
    })
  }

  async find(id: SessionId): Promise<Session | null> {
    const row = await this.#prisma.session.findUnique({ where: { id } })
    return row && toSession(row)
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

  async list(userId: UserId, now: Date): Promise<readonly Session[]> {
    const rows = await this.#prisma.session.findMany({ where: aliveOf(userId, now), orderBy: latestFirst })
    return rows.map(toSession)
  }

  async endAll(userId: UserId, at: Date): Promise<readonly SessionId[]> {
    const rows = await this.#prisma.$queryRaw<{ id: SessionId }[]>`
      UPDATE sessions SET ended_at = ${at}::timestamptz WHERE account_id = ${userId}::uuid AND ended_at IS NULL RETURNING id`
    return rows.map((row) => row.id)
  }

  async endBeyond(userId: UserId, keep: number, at: Date): Promise<readonly SessionId[]> {
    const where = aliveOf(userId, at)
    const beyond = await this.#prisma.session.findMany({ where, orderBy: latestFirst, skip: keep, select: { id: true } })
    if (beyond.length === 0) return []
    const ids = beyond.map(({ id }) => id as SessionId)
    await this.#prisma.session.updateMany({ where: { id: { in: ids }, endedAt: null }, data: { endedAt: at } })
    return ids
  }

  findLive(id: SessionId): Promise<LiveSession | null> {
    return this.#live(id)
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

async function readLive(prisma: PrismaClient, ids: readonly SessionId[]): Promise<(LiveSession | null)[]> {
  const rows = await prisma.$queryRaw<LiveSession[]>`
    SELECT s.id, s.account_id AS "userId", s.generation, s.confirmed_at IS NOT NULL AS confirmed, s.expires_at AS "expiresAt"
    FROM sessions s JOIN accounts a ON a.id = s.account_id
    WHERE s.id = ANY(${[...ids]}::uuid[]) AND s.ended_at IS NULL AND a.disabled_at IS NULL`
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => found.get(id) ?? null)
}

const latestFirst = [
  { lastUsedAt: 'desc' },
  { createdAt: 'desc' },
  { id: 'desc' },
] as const satisfies Prisma.SessionOrderByWithRelationInput[]

const aliveOf = (accountId: UserId, now: Date) => ({
  accountId,
  endedAt: null,
  expiresAt: { gt: now },
  lastUsedAt: { gt: new Date(now.getTime() - idleLifetime) },
})

const toSession = (row: SessionModel): Session => ({ ...row, id: row.id as SessionId, accountId: row.accountId as UserId })
