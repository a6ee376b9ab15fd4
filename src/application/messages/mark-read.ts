import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { ReadMarks } from '../ports/read-marks.js'

export interface MarkReadCommand {
  readonly userId: UserId
  readonly chatId: ChatId
  /** Read up to and including this message number. */
  readonly number: number
}

/** Moves the caller's read mark up, never back, and lets the others and the caller's other devices see it. */
export class MarkRead {
  readonly #marks: ReadMarks
  readonly #events: EventPublisher

  constructor(marks: ReadMarks, events: EventPublisher) {
    this.#marks = marks
    this.#events = events
  }

  /** @throws NotFound for a chat one is not in. */
  async execute({ userId, chatId, number }: MarkReadCommand): Promise<void> {
    const mark = await this.#marks.advance(chatId, userId, number)
    if (!mark) throw new NotFound('chat')
    if (!mark.moved) return
    const { me, unread, unreadMentions, shown, membersSeq } = mark
    this.#events.publish({ type: 'me.updated', userId, chatId, me, unread, unreadMentions })
    if (shown) this.#events.publish({ type: 'read', chatId, userId, membersSeq, number: me.readNumber })
  }
}
