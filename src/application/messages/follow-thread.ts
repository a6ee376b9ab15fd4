import { NotFound } from '../../domain/errors.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { ThreadFollows } from '../ports/thread-follows.js'

export interface FollowThreadCommand {
  readonly userId: UserId
  readonly chatId: ChatId
  readonly rootId: MessageId
  readonly following: boolean
}

/** Follows a thread, or no longer; the user's other devices hear of it. */
export class FollowThread {
  readonly #follows: ThreadFollows
  readonly #events: EventPublisher

  constructor(follows: ThreadFollows, events: EventPublisher) {
    this.#follows = follows
    this.#events = events
  }

  /** @throws NotFound for a root one may not see. */
  async execute({ userId, chatId, rootId, following }: FollowThreadCommand): Promise<void> {
    const place = await this.#follows.follow(chatId, rootId, userId, following)
    if (!place) throw new NotFound('thread')
    this.#events.publish({ type: 'thread.updated', userId, chatId, rootId, ...place })
  }
}
