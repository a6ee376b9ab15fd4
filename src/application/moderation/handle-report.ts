import { NotFound, ValidationFailed } from '../../domain/errors.js'
import type { ReportId, UserId } from '../../domain/ids.js'
import { type ReportStatus, type ReviewedReport, reasonProblem } from '../../domain/report.js'
import type { Clock } from '../ports/clock.js'
import type { InstanceAdmins } from '../ports/instance-admins.js'
import type { Reports } from '../ports/reports.js'
import { requireInstanceAdmin } from './require-instance-admin.js'

export interface HandleReportCommand {
  readonly actorId: UserId
  readonly reportId: ReportId
  readonly status: ReportStatus
  readonly note: string | null
}

/** Says what came of a report. */
export class HandleReport {
  readonly #reports: Reports
  readonly #admins: InstanceAdmins
  readonly #clock: Clock

  constructor(reports: Reports, admins: InstanceAdmins, clock: Clock) {
    this.#reports = reports
    this.#admins = admins
    this.#clock = clock
  }

  /** @throws Forbidden for anybody but an admin of the installation, NotFound for a report there is not. */
  async execute({ actorId, reportId, status, note }: HandleReportCommand): Promise<ReviewedReport> {
    const problem = note === null ? null : reasonProblem(note)
    if (problem) throw new ValidationFailed([{ path: 'note', message: problem }])
    await requireInstanceAdmin(this.#admins, actorId)
    const handled = await this.#reports.handle(reportId, { status, note, by: actorId, at: this.#clock.now() })
    if (!handled) throw new NotFound('report')
    return handled
  }
}
