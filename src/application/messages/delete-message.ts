import { bury } from '../../domain/messages/message-changes.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { burialAnnounced, recordBurial } from './burial.js'
import { lockMessage, type MessageCommand } from './lock-message.js'

/** Takes everything of a message away but its place. */
export class DeleteMessage {
  readonly #work: UnitOfWork
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(work: UnitOfWork, events: EventPublisher, clock: Clock) {
    this.#work = work
    this.#events = events
    this.#clock = clock
  }

  /** @throws NotFound for a message one may not see, Forbidden for a member and somebody else's. Again changes nothing. */
  async execute(command: MessageCommand): Promise<void> {
    const burial = await this.#work.run(async (stores) => {
      const { chat, membership, message } = await lockMessage(stores, command)
      const buried = bury(chat, message, membership, this.#clock.now())
      return message.deletedAt === null ? recordBurial(stores, buried) : null
    })
    if (burial) this.#events.publish(...burialAnnounced(burial))
  }
}
