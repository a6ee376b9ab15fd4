import type { Message } from '../../domain/messages/message.js'
import { pin, requireStanding } from '../../domain/messages/message-changes.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { lockToSay, type MessageCommand, saveChange } from './lock-message.js'

export interface PinMessageCommand extends MessageCommand {
  /** `false` takes the pin away. */
  readonly pinned: boolean
}

/** Keeps a message in everybody's sight, or no longer. Repeating it changes nothing. */
export class PinMessage {
  readonly #work: UnitOfWork
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(work: UnitOfWork, events: EventPublisher, clock: Clock) {
    this.#work = work
    this.#events = events
    this.#clock = clock
  }

  /** @throws NotFound for a message one may not see, Forbidden below admin in a group, Conflict for pinning a deleted one. */
  async execute({ pinned, ...command }: PinMessageCommand): Promise<Message> {
    const { message, changed } = await this.#work.run(async (stores) => {
      const { chat, membership, message: before } = await lockToSay(stores, command)
      const change = pin(chat, before, membership, pinned ? this.#clock.now() : null)
      if (pinned) requireStanding(before)
      if (pinned === (before.pinnedAt !== null)) return { message: before, changed: false }
      await saveChange(stores, change)
      return { message: change.message, changed: true }
    })
    if (changed) this.#events.publish({ type: 'message.updated', chatId: command.chatId, seq: message.seq, message })
    return message
  }
}
