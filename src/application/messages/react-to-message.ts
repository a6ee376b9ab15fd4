import { ValidationFailed } from '../../domain/errors.js'
import { parseEmoji } from '../../domain/messages/emoji.js'
import type { Message } from '../../domain/messages/message.js'
import { react, requireStanding } from '../../domain/messages/message-changes.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { lockToSay, type MessageCommand, saveChange } from './lock-message.js'

export interface ReactToMessageCommand extends MessageCommand {
  readonly emoji: string
  /** `false` takes one's own reaction away. */
  readonly present: boolean
}

/** Answers a message with an emoji, or no longer. Repeating it changes nothing. */
export class ReactToMessage {
  readonly #work: UnitOfWork
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(work: UnitOfWork, events: EventPublisher, clock: Clock) {
    this.#work = work
    this.#events = events
    this.#clock = clock
  }

  /** @throws ValidationFailed unless it is one emoji, NotFound for a message one may not see, Forbidden in a private chat with a block, Conflict for a deleted one or too many emoji. */
  async execute({ emoji: text, present, ...command }: ReactToMessageCommand): Promise<Message> {
    const emoji = parseEmoji(text)
    if (emoji === null) throw new ValidationFailed([{ path: 'emoji', message: 'must be one emoji' }])
    const { userId, chatId } = command
    const { message, changed } = await this.#work.run(async (stores) => {
      const { chat, message: before } = await lockToSay(stores, command)
      requireStanding(before)
      const reactions = present
        ? await stores.messages.addReaction(before.id, userId, emoji, this.#clock.now())
        : await stores.messages.removeReaction(before.id, userId, emoji)
      if (reactions === null) return { message: before, changed: false }
      const change = react(chat, before, reactions)
      await saveChange(stores, change)
      return { message: change.message, changed: true }
    })
    if (changed) this.#events.publish({ type: 'message.updated', chatId, seq: message.seq, message })
    return message
  }
}
