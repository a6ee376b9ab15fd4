import type { Page, PageRequest } from '../../application/ports/page.js'
import type { NewSecurityEvent, SecurityEvents } from '../../application/ports/security-log.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import { maxUserAgentLength, type RecordedSecurityEvent, type SecurityEvent, type SecurityEventType } from '../../domain/security-event.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isMilliseconds, isUuid, pageOf } from './cursor.js'

interface Row {
  readonly id: string
  readonly at: Date
  readonly type: string
  readonly outcome: string
  readonly user_id: string | null
  readonly session_id: string | null
  readonly ip: string | null
  readonly user_agent: string | null
  readonly request_id: string | null
  readonly detail: unknown
}

/** One by one: a prepared statement must answer the same columns after a migration that adds one. */
const columns = Prisma.sql`id, at, type, outcome, user_id, session_id, ip, user_agent, request_id, detail`

export class PrismaSecurityEvents implements SecurityEvents {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  /** Holds the accounts: who is being erased at this moment is gone before, or takes these events along. */
  async append(events: readonly NewSecurityEvent[]): Promise<readonly RecordedSecurityEvent[]> {
    const told = JSON.stringify(events.map(parametersOf))
    const rows = await this.#prisma.$queryRaw<Row[]>`
      WITH told AS (
        SELECT * FROM jsonb_to_recordset(${told}::jsonb) AS t(id uuid, at timestamptz, type text, outcome text, user_id uuid, session_id uuid,
          email text, ip text, user_agent text, request_id text, detail jsonb)
      ), named AS (
        SELECT t.*, coalesce(t.user_id, s.account_id, b.id) AS named_id
        FROM told t LEFT JOIN sessions s ON s.id = t.session_id LEFT JOIN accounts b ON b.email = t.email
      ), held AS MATERIALIZED (
        SELECT id FROM accounts WHERE id IN (SELECT named_id FROM named) FOR KEY SHARE
      ), concerned AS (
        SELECT n.*, h.id AS account_id, n.named_id IS NOT NULL AND h.id IS NULL AS erased FROM named n LEFT JOIN held h ON h.id = n.named_id
      ), kept AS (
        INSERT INTO security_events (${columns})
        SELECT id, at, type, outcome, account_id, CASE WHEN account_id IS NOT NULL THEN session_id END, CASE WHEN NOT erased THEN ip END,
          CASE WHEN NOT erased THEN user_agent END, request_id, detail
        FROM concerned
        ON CONFLICT (id) DO NOTHING
        RETURNING ${columns}
      )
      SELECT ${columns} FROM kept ORDER BY at, id`
    return rows.map(eventOf)
  }

  page(userId: UserId, request: PageRequest): Promise<Page<RecordedSecurityEvent>> {
    return this.#page(Prisma.sql`user_id = ${userId}::uuid`, request)
  }

  pageOfTypes(types: readonly SecurityEventType[], request: PageRequest): Promise<Page<RecordedSecurityEvent>> {
    return this.#page(Prisma.sql`type = ANY(${[...types]}::text[])`, request)
  }

  async forget(before: Date): Promise<void> {
    await this.#prisma.$executeRaw`DELETE FROM security_events WHERE at < ${before}::timestamptz`
  }

  async #page(wanted: Prisma.Sql, { limit, cursor }: PageRequest): Promise<Page<RecordedSecurityEvent>> {
    const [at = '', id = ''] = cursor === null ? [] : fromCursor(cursor, [isMilliseconds, isUuid])
    const after = cursor === null ? null : new Date(Number(at))
    const rows = await this.#prisma.$queryRaw<Row[]>`
      SELECT ${columns} FROM security_events WHERE ${wanted}
        AND (${after}::timestamptz IS NULL OR (at, id) < (${after}::timestamptz, ${id || null}::uuid))
      ORDER BY at DESC, id DESC LIMIT ${limit + 1}`
    return pageOf(rows, limit, eventOf, (row) => [String(row.at.getTime()), row.id])
  }
}

function parametersOf({ id, at, type, outcome, about, origin, detail }: NewSecurityEvent) {
  return {
    id,
    at,
    type,
    outcome,
    ...(about && 'userId' in about ? { user_id: about.userId } : {}),
    ...(about && 'sessionId' in about ? { session_id: about.sessionId } : {}),
    ...(about && 'email' in about ? { email: about.email } : {}),
    ...(origin ? { ip: origin.ip, user_agent: origin.userAgent?.slice(0, maxUserAgentLength), request_id: origin.requestId } : {}),
    detail,
  }
}

const eventOf = (row: Row): RecordedSecurityEvent => ({
  id: row.id,
  at: row.at,
  type: row.type as SecurityEventType,
  outcome: row.outcome as SecurityEvent['outcome'],
  userId: row.user_id as UserId | null,
  sessionId: row.session_id as SessionId | null,
  origin: row.request_id === null ? null : { requestId: row.request_id, ip: row.ip ?? '', userAgent: row.user_agent },
  detail: row.detail as SecurityEvent['detail'],
})
