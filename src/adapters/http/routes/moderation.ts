import { z } from 'zod'
import type { AppointAdmin } from '../../../application/moderation/appoint-admin.js'
import type { FileReport } from '../../../application/moderation/file-report.js'
import type { HandleReport } from '../../../application/moderation/handle-report.js'
import type { ListReports } from '../../../application/moderation/list-reports.js'
import type { ReadAudit } from '../../../application/moderation/read-audit.js'
import type { RemoveMessage } from '../../../application/moderation/remove-message.js'
import type { SuspendUser } from '../../../application/moderation/suspend-user.js'
import type { ReportId } from '../../../domain/ids.js'
import { maxReasonLength, reasonProblem, reportStatuses } from '../../../domain/report.js'
import { page } from '../resources/common.js'
import { auditEntry, report, reviewedReport } from '../resources/moderation.js'
import { type Route, route } from '../route.js'
import { chatId, messageId, messageParams, pageOf, pageQuery, text, userId, uuid } from '../schemas.js'
import { securityEventBody } from './security-events.js'

export interface ModerationUseCases {
  readonly fileReport: FileReport
  readonly listReports: ListReports
  readonly handleReport: HandleReport
  readonly suspendUser: SuspendUser
  readonly removeMessage: RemoveMessage
  readonly appointAdmin: AppointAdmin
  readonly readAudit: ReadAudit
}

const reason = text(maxReasonLength, reasonProblem)
const reportParams = z.object({ reportId: uuid.transform((id) => id as ReportId) })
const userParams = z.object({ userId })

const newReport = z.union([z.strictObject({ chatId, messageId, reason }), z.strictObject({ userId, reason })])

const target = ({ params }: { readonly params: z.output<typeof userParams> }) => ({ target: params.userId })

export function moderationRoutes(core: ModerationUseCases): readonly Route[] {
  const suspension = (method: 'put' | 'delete', summary: string) =>
    route({
      method,
      path: '/v1/admin/users/:userId/suspension',
      summary,
      access: 'bearer',
      audit: method === 'put' ? 'user_suspension' : 'suspension_lift',
      params: userParams,
      subject: target,
      responses: { 204: null },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => {
        await core.suspendUser.execute({ actorId: principal.userId, ...params, suspended: method === 'put' })
        return { status: 204 }
      },
    })
  const appointment = (method: 'put' | 'delete', summary: string) =>
    route({
      method,
      path: '/v1/admin/admins/:userId',
      summary,
      access: 'bearer',
      audit: method === 'put' ? 'admin_appointment' : 'admin_dismissal',
      params: userParams,
      subject: target,
      responses: { 204: null },
      problems: ['forbidden'],
      handle: async ({ principal, params }) => {
        await core.appointAdmin.execute({ actorId: principal.userId, ...params, appointed: method === 'put' })
        return { status: 204 }
      },
    })
  return [
    route({
      method: 'post',
      path: '/v1/reports',
      summary: 'Asks the admins of the installation to look at a message or a person.',
      access: 'bearer',
      limits: ['report', 'reportAccount'],
      audit: 'abuse_report',
      body: newReport,
      responses: { 201: report },
      problems: ['not_found', 'conflict'],
      handle: async ({ principal, body: { reason, ...about } }) => {
        const filed = await core.fileReport.execute({ userId: principal.userId, about, reason })
        return { status: 201, body: filed, detail: { report: filed.id } }
      },
    }),
    route({
      method: 'get',
      path: '/v1/admin/reports',
      summary: 'What was reported, the oldest first.',
      access: 'bearer',
      query: pageQuery.extend({ status: z.enum(reportStatuses).optional() }),
      responses: { 200: page(reviewedReport) },
      problems: ['forbidden'],
      handle: async ({ principal, query }) => ({
        status: 200,
        body: await core.listReports.execute({ actorId: principal.userId, status: query.status ?? null, page: pageOf(query) }),
      }),
    }),
    route({
      method: 'patch',
      path: '/v1/admin/reports/:reportId',
      summary: 'Notes what came of a report.',
      access: 'bearer',
      audit: 'report_handling',
      params: reportParams,
      body: z.strictObject({ status: z.enum(reportStatuses), note: reason.nullable().default(null) }),
      responses: { 200: reviewedReport },
      problems: ['forbidden'],
      subject: ({ params, body }) => ({ report: params.reportId, status: body.status }),
      handle: async ({ principal, params, body }) => ({
        status: 200,
        body: await core.handleReport.execute({ actorId: principal.userId, ...params, ...body }),
      }),
    }),
    suspension('put', 'Keeps somebody out: their sessions end, and they cannot sign in.'),
    suspension('delete', 'Lets somebody sign in again.'),
    route({
      method: 'delete',
      path: '/v1/admin/chats/:chatId/messages/:messageId',
      summary: 'Deletes a message of any chat.',
      access: 'bearer',
      audit: 'message_removal',
      params: messageParams,
      subject: ({ params }) => ({ chat: params.chatId, message: params.messageId }),
      responses: { 204: null },
      problems: ['forbidden'],
      handle: async ({ principal, params }) => {
        await core.removeMessage.execute({ actorId: principal.userId, ...params })
        return { status: 204 }
      },
    }),
    appointment('put', 'Makes somebody an admin of the installation.'),
    appointment('delete', 'Takes an appointment back. Whom the settings name stays an admin.'),
    route({
      method: 'get',
      path: '/v1/admin/audit',
      summary: 'What the admins did, and what was reported to them; the latest first.',
      access: 'bearer',
      query: pageQuery,
      responses: { 200: page(auditEntry) },
      problems: ['forbidden'],
      handle: async ({ principal, query }) => {
        const { items, nextCursor } = await core.readAudit.execute({ actorId: principal.userId, page: pageOf(query) })
        return { status: 200, body: { items: items.map((event) => ({ ...securityEventBody(event), userId: event.userId })), nextCursor } }
      },
    }),
  ]
}
