import { ValidationFailed } from '../../domain/errors.js'
import { callOf } from '../../domain/messages/mentions.js'
import type { Message } from '../../domain/messages/message.js'
import { edit, mayCallAll } from '../../domain/messages/message-changes.js'
import { messageTextProblem } from '../../domain/text.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { lockToSay, type MessageCommand, saveChange } from './lock-message.js'

export interface EditMessageCommand extends MessageCommand {
  readonly text: string
}

/** Its author gives a message another text; the earlier one is kept for everybody to see. */
export class EditMessage {
  readonly #work: UnitOfWork
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(work: UnitOfWork, events: EventPublisher, clock: Clock) {
    this.#work = work
    this.#events = events
    this.#clock = clock
  }

  /** @throws NotFound for a message one may not see, Forbidden for somebody else's or in a private chat with a block, Conflict for a deleted one. */
  async execute({ text, ...command }: EditMessageCommand): Promise<Message> {
    const problem = messageTextProblem(text)
    if (problem) throw new ValidationFailed([{ path: 'text', message: problem }])
    const { message, changed } = await this.#work.run(async (stores) => {
      const { chat, membership, message: before } = await lockToSay(stores, command)
      const { handles, all } = callOf(text)
      const mentions = await stores.messages.called(chat.id, handles)
      const at = this.#clock.now()
      const change = edit(chat, before, command.userId, { text, at, mentions, mentionsAll: all && mayCallAll(chat, membership) })
      if (before.text === text) return { message: before, changed: false }
      if (before.text !== null) await stores.messages.keepText(before.id, before.text, at)
      await saveChange(stores, change)
      return { message: change.message, changed: true }
    })
    if (changed) this.#events.publish({ type: 'message.updated', chatId: command.chatId, seq: message.seq, message })
    return message
  }
}
