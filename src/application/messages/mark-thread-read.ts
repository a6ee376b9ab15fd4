import { NotFound } from '../../domain/errors.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { ThreadFollows } from '../ports/thread-follows.js'

export interface MarkThreadReadCommand {
  readonly userId: UserId
  readonly chatId: ChatId
  readonly rootId: MessageId
  /** Read up to and including the reply with this message number. */
  readonly number: number
}

/** Moves the caller's mark in a thread up, never back. */
export class MarkThreadRead {
  readonly #follows: ThreadFollows
  readonly #events: EventPublisher

  constructor(follows: ThreadFollows, events: EventPublisher) {
    this.#follows = follows
    this.#events = events
  }

  /** @throws NotFound for a root one may not see. */
  async execute({ userId, chatId, rootId, number }: MarkThreadReadCommand): Promise<void> {
    const place = await this.#follows.markRead(chatId, rootId, userId, number)
    if (!place) throw new NotFound('thread')
    this.#events.publish({ type: 'thread.updated', userId, chatId, rootId, ...place })
  }
}
