import { z } from 'zod'
import type { ReportId } from '../../../domain/ids.js'
import { type ReviewedReport, reportStatuses } from '../../../domain/report.js'
import { securityEvent } from './accounts.js'
import { idOf, time } from './common.js'
import { chatId, message, messageId } from './messages.js'
import { user, userId } from './people.js'

const reportId = idOf<ReportId>()
const place = z.strictObject({ chatId, messageId }).nullable().describe('The message, if it is about one.')

export const report = z
  .strictObject({
    id: reportId,
    reporterId: userId,
    userId: userId.describe('Whom it is about.'),
    place,
    reason: z.string(),
    createdAt: time,
  })
  .meta({ id: 'Report' })

export const reviewedReport = z
  .strictObject({
    id: reportId,
    reporter: user,
    user: user.describe('Whom it is about.'),
    place,
    message: message.nullable().describe('As it is now: what was deleted is gone here too.'),
    reason: z.string(),
    status: z.enum(reportStatuses),
    note: z.string().nullable(),
    createdAt: time,
    handledAt: time.nullable(),
    handledBy: userId.nullable(),
  })
  .meta({ id: 'ReviewedReport' }) satisfies z.ZodType<ReviewedReport>

export const auditEntry = securityEvent.extend({ userId: userId.nullable().describe('Who did it.') }).meta({ id: 'AuditEntry' })
