import type { Page, PageRequest } from '../../application/ports/page.js'
import type { ReportHandling, Reports } from '../../application/ports/reports.js'
import type { ReportId } from '../../domain/ids.js'
import type { Report, ReportStatus, ReviewedReport } from '../../domain/report.js'
import { idShape, pageOf, timePart, timeShape } from './in-memory-page.js'
import type { InMemoryStore } from './in-memory-store.js'

interface Filed {
  readonly report: Report
  readonly handling: ReportHandling | null
}

export class InMemoryReports implements Reports {
  readonly #store: InMemoryStore
  readonly #filed = new Map<ReportId, Filed>()

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async file(report: Report): Promise<void> {
    this.#filed.set(report.id, { report, handling: null })
  }

  async list(status: ReportStatus | null, page: PageRequest): Promise<Page<ReviewedReport>> {
    const reviewed = [...this.#filed.values()].flatMap((filed) => this.#reviewed(filed))
    const wanted = reviewed.filter((report) => status === null || report.status === status)
    return pageOf(wanted, { placeOf: ({ createdAt, id }) => [timePart(createdAt), id], shape: [timeShape, idShape] }, page)
  }

  async handle(id: ReportId, handling: ReportHandling): Promise<ReviewedReport | null> {
    const filed = this.#filed.get(id)
    if (filed === undefined) return null
    const handled = { ...filed, handling }
    this.#filed.set(id, handled)
    return this.#reviewed(handled)[0] ?? null
  }

  /** None of a report whose people are gone. */
  #reviewed({ report, handling }: Filed): readonly ReviewedReport[] {
    const { reporterId, userId, place, ...rest } = report
    const [reporter, user] = [this.#store.users.get(reporterId), this.#store.users.get(userId)]
    if (!reporter || !user) return []
    const message = place && this.#store.chats.get(place.chatId)?.messages.find(({ id }) => id === place.messageId)
    const { status = 'open', note = null, at = null, by = null } = handling ?? {}
    return [{ ...rest, reporter, user, place, message: message ?? null, status, note, handledAt: at, handledBy: by }]
  }
}
