import type { ChatId, MessageId, ReportId, UserId } from './ids.js'
import type { Message } from './messages/message.js'
import { codePoints, isStorable, isVisible } from './text.js'
import type { User } from './user.js'

export const reportStatuses = ['open', 'resolved', 'dismissed'] as const
export type ReportStatus = (typeof reportStatuses)[number]

/** Somebody asks for a person, or one message of theirs, to be looked at. */
export interface Report {
  readonly id: ReportId
  readonly reporterId: UserId
  /** Whom it is about. */
  readonly userId: UserId
  readonly place: { readonly chatId: ChatId; readonly messageId: MessageId } | null
  readonly reason: string
  readonly createdAt: Date
}

/** A report as those see it who look. The message is as it is now: what was deleted is gone here too. */
export interface ReviewedReport extends Omit<Report, 'reporterId' | 'userId'> {
  readonly reporter: User
  readonly user: User
  readonly message: Message | null
  readonly status: ReportStatus
  readonly note: string | null
  readonly handledAt: Date | null
  readonly handledBy: UserId | null
}

export const maxReasonLength = 1_000

/** Says what is wrong with the words of a report, or of who handles it, or `null`. */
export function reasonProblem(reason: string): string | null {
  if (!isStorable(reason)) return 'must not contain NUL or an unpaired surrogate'
  if (!isVisible(reason)) return 'must contain at least one visible character'
  return codePoints(reason) > maxReasonLength ? `must have at most ${maxReasonLength} characters` : null
}
