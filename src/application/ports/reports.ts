import type { ReportId, UserId } from '../../domain/ids.js'
import type { Report, ReportStatus, ReviewedReport } from '../../domain/report.js'
import type { Page, PageRequest } from './page.js'

export interface ReportHandling {
  readonly status: ReportStatus
  readonly note: string | null
  readonly by: UserId
  readonly at: Date
}

/** The queue of what somebody should look at. */
export interface Reports {
  /** [RP1] Durable when it resolves. */
  file(report: Report): Promise<void>
  /** [RP2] Those of the status, or all; the oldest first. [RP3] A message comes as it is now, one of a chat that is gone not at all. */
  list(status: ReportStatus | null, page: PageRequest): Promise<Page<ReviewedReport>>
  /** [RP4] Notes what was decided; the last decision stands. `null` for a report there is not. */
  handle(id: ReportId, handling: ReportHandling): Promise<ReviewedReport | null>
}
