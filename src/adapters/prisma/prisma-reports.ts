import type { Page, PageRequest } from '../../application/ports/page.js'
import type { ReportHandling, Reports } from '../../application/ports/reports.js'
import type { ChatId, MessageId, ReportId, UserId } from '../../domain/ids.js'
import type { Report, ReportStatus, ReviewedReport } from '../../domain/report.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isMilliseconds, isUuid, pageOf } from './cursor.js'
import { type MessageRow, messageOfJson } from './message-rows.js'
import { presentUser } from './present-user.js'
import { toUser, type UserRow } from './prisma-user-directory.js'
import type { Json } from './rows.js'

interface ReportRow {
  readonly id: string
  readonly chat_id: string | null
  readonly message_id: string | null
  readonly reason: string
  readonly status: ReportStatus
  readonly note: string | null
  readonly created_at: Date
  readonly handled_at: Date | null
  readonly handled_by: string | null
  readonly reporter: Json<UserRow>
  readonly reported: Json<UserRow>
  readonly message: Json<MessageRow> | null
}

const reviewed = Prisma.sql`
  SELECT r.id, r.chat_id, r.message_id, r.reason, r.status, r.note, r.created_at, r.handled_at, r.handled_by,
    to_jsonb(a) AS reporter, to_jsonb(b) AS reported, CASE WHEN m.id IS NOT NULL THEN to_jsonb(m) END AS message
  FROM reports r JOIN users a ON a.id = r.reporter_id JOIN users b ON b.id = r.user_id LEFT JOIN messages m ON m.id = r.message_id`

export class PrismaReports implements Reports {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async file({ id, reporterId, userId, place, reason, createdAt }: Report): Promise<void> {
    const { chatId = null, messageId = null } = place ?? {}
    await this.#prisma.$executeRaw`
      INSERT INTO reports (id, reporter_id, user_id, chat_id, message_id, reason, created_at)
      SELECT ${id}::uuid, u.id, ${userId}::uuid, ${chatId}::uuid, ${messageId}::uuid, ${reason}, ${createdAt}::timestamptz
      FROM ${presentUser(reporterId)} u`
  }

  async list(status: ReportStatus | null, { limit, cursor }: PageRequest): Promise<Page<ReviewedReport>> {
    const only = status === null ? Prisma.empty : Prisma.sql`AND r.status = ${status}::report_status`
    const rows = await this.#prisma.$queryRaw<ReportRow[]>`
      ${reviewed} WHERE true ${only} ${after(cursor)} ORDER BY r.created_at, r.id LIMIT ${limit + 1}`
    return pageOf(rows, limit, toReviewed, (row) => [String(row.created_at.getTime()), row.id])
  }

  async handle(id: ReportId, { status, note, by, at }: ReportHandling): Promise<ReviewedReport | null> {
    await this.#prisma.report.updateMany({ where: { id }, data: { status, note, handledBy: by, handledAt: at } })
    const [row] = await this.#prisma.$queryRaw<ReportRow[]>`${reviewed} WHERE r.id = ${id}::uuid`
    return row === undefined ? null : toReviewed(row)
  }
}

function after(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty
  const [at, id] = fromCursor(cursor, [isMilliseconds, isUuid])
  return Prisma.sql`AND (r.created_at, r.id) > (${new Date(Number(at))}::timestamptz, ${id}::uuid)`
}

const userOf = (json: Json<UserRow>) => toUser({ ...json, created_at: new Date(json.created_at) })

const toReviewed = (row: ReportRow): ReviewedReport => ({
  id: row.id as ReportId,
  reporter: userOf(row.reporter),
  user: userOf(row.reported),
  place: row.chat_id && row.message_id ? { chatId: row.chat_id as ChatId, messageId: row.message_id as MessageId } : null,
  message: row.message && messageOfJson(row.message),
  reason: row.reason,
  status: row.status,
  note: row.note,
  createdAt: row.created_at,
  handledAt: row.handled_at,
  handledBy: row.handled_by as UserId | null,
})
