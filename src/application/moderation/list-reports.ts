import type { UserId } from '../../domain/ids.js'
import type { ReportStatus, ReviewedReport } from '../../domain/report.js'
import type { InstanceAdmins } from '../ports/instance-admins.js'
import type { Page, PageRequest } from '../ports/page.js'
import type { Reports } from '../ports/reports.js'
import { requireInstanceAdmin } from './require-instance-admin.js'

export interface ListReportsCommand {
  readonly actorId: UserId
  /** `null` for all. */
  readonly status: ReportStatus | null
  readonly page: PageRequest
}

/** The queue, for who handles it. */
export class ListReports {
  readonly #reports: Reports
  readonly #admins: InstanceAdmins

  constructor(reports: Reports, admins: InstanceAdmins) {
    this.#reports = reports
    this.#admins = admins
  }

  /** @throws Forbidden for anybody but an admin of the installation. */
  async execute({ actorId, status, page }: ListReportsCommand): Promise<Page<ReviewedReport>> {
    await requireInstanceAdmin(this.#admins, actorId)
    return this.#reports.list(status, page)
  }
}
