import { Conflict, NotFound, ValidationFailed } from '../../domain/errors.js'
import type { ReportId, UserId } from '../../domain/ids.js'
import type { MessagePlace } from '../../domain/messages/message.js'
import { type Report, reasonProblem } from '../../domain/report.js'
import type { Clock } from '../ports/clock.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { MessageRepository } from '../ports/message-repository.js'
import type { Reports } from '../ports/reports.js'
import type { UserDirectory } from '../ports/user-directory.js'

export interface FileReportCommand {
  readonly userId: UserId
  /** A message that the reporter may see, or a person. */
  readonly about: MessagePlace | { readonly userId: UserId }
  readonly reason: string
}

/** Asks the admins of the installation to look at a message or a person. */
export class FileReport {
  readonly #reports: Reports
  readonly #messages: MessageRepository
  readonly #users: UserDirectory
  readonly #ids: IdGenerator
  readonly #clock: Clock

  constructor(reports: Reports, messages: MessageRepository, users: UserDirectory, ids: IdGenerator, clock: Clock) {
    this.#reports = reports
    this.#messages = messages
    this.#users = users
    this.#ids = ids
    this.#clock = clock
  }

  /** @throws ValidationFailed for a reason that says nothing, NotFound for what the reporter may not see, Conflict for oneself. */
  async execute({ userId: reporterId, about, reason }: FileReportCommand): Promise<Report> {
    const problem = reasonProblem(reason)
    if (problem) throw new ValidationFailed([{ path: 'reason', message: problem }])
    const place = 'messageId' in about ? about : null
    const userId = 'messageId' in about ? await this.#authorOf(about, reporterId) : await this.#existing(about.userId)
    if (userId === reporterId) throw new Conflict('Nobody reports themselves.')
    const report = { id: this.#ids.next() as ReportId, reporterId, userId, place, reason, createdAt: this.#clock.now() }
    await this.#reports.file(report)
    return report
  }

  async #authorOf({ chatId, messageId }: MessagePlace, reporterId: UserId): Promise<UserId> {
    const message = await this.#messages.findForMember(chatId, messageId, reporterId)
    if (!message) throw new NotFound('message')
    return message.senderId
  }

  async #existing(userId: UserId): Promise<UserId> {
    const [user] = await this.#users.findMany([userId])
    if (!user) throw new NotFound('user')
    return user.id
  }
}
