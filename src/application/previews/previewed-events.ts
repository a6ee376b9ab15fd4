import type { DomainEvent } from '../../domain/events.js'
import type { Message } from '../../domain/messages/message.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { LinkPreviews } from './link-previews.js'

/** Milliseconds in which the news of an edit comes. A later change of the message is another one, and its links are known. */
const justNow = 5_000

/** Announces what happened, and then has the links looked at of what was written. */
export class PreviewedEvents implements EventPublisher {
  readonly #events: EventPublisher
  readonly #previews: Pick<LinkPreviews, 'consider'>
  readonly #clock: Clock

  constructor(events: EventPublisher, previews: Pick<LinkPreviews, 'consider'>, clock: Clock) {
    this.#events = events
    this.#previews = previews
    this.#clock = clock
  }

  publish(...events: readonly DomainEvent[]): void {
    this.#events.publish(...events)
    for (const event of events) {
      if (event.type === 'message.created' || (event.type === 'message.updated' && this.#isEdit(event.message))) {
        this.#previews.consider(event.message)
      }
    }
  }

  /** An edit takes the previews away. */
  #isEdit({ editedAt, previews }: Message): boolean {
    return editedAt !== null && previews.length === 0 && this.#clock.now().getTime() - editedAt.getTime() < justNow
  }
}
