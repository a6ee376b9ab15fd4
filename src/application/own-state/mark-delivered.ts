import { NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { Delivery, ReadMarks } from '../ports/read-marks.js'

export interface MarkDeliveredCommand {
  readonly userId: UserId
  readonly deliveries: readonly Delivery[]
}

/** Moves the caller's delivered marks up in many chats at once, never back, and lets the others and the caller's other devices see it. */
export class MarkDelivered {
  readonly #marks: ReadMarks
  readonly #events: EventPublisher

  constructor(marks: ReadMarks, events: EventPublisher) {
    this.#marks = marks
    this.#events = events
  }

  /** @throws NotFound if the caller is not in one of the chats: nothing is stored then. */
  async execute({ userId, deliveries }: MarkDeliveredCommand): Promise<void> {
    const marked = await this.#marks.deliver(userId, deliveries)
    if (!marked) throw new NotFound('chat')
    for (const { chatId, moved, me, unread, unreadMentions, shown, membersSeq } of marked) {
      if (!moved) continue
      this.#events.publish({ type: 'me.updated', userId, chatId, me, unread, unreadMentions })
      if (shown) this.#events.publish({ type: 'receipt', chatId, userId, membersSeq, deliveredNumber: me.deliveredNumber })
    }
  }
}
