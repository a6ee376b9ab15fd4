import { ValidationFailed } from '../../domain/errors.js'
import type { ChatId, ClientId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/message.js'
import { messageTextProblem } from '../../domain/text.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { MessageRepository } from '../ports/message-repository.js'

export interface SendMessageCommand {
  readonly userId: UserId
  readonly chatId: ChatId
  /** The sender's name for this attempt: a retry with the same one never posts twice. */
  readonly clientId: ClientId
  readonly text: string
  readonly replyTo: MessageId | null
}

/** Stores a message in its chat and announces it. */
export class SendMessage {
  readonly #messages: MessageRepository
  readonly #events: EventPublisher
  readonly #ids: IdGenerator
  readonly #clock: Clock

  constructor(messages: MessageRepository, events: EventPublisher, ids: IdGenerator, clock: Clock) {
    this.#messages = messages
    this.#events = events
    this.#ids = ids
    this.#clock = clock
  }

  /** @throws NotFound unless the sender is in the chat, Conflict for a `clientId` that meant something else, Unavailable if the outcome is unknown. */
  async execute({
    userId,
    chatId,
    clientId,
    text,
    replyTo,
  }: SendMessageCommand): Promise<{ readonly message: Message; readonly created: boolean }> {
    const problem = messageTextProblem(text)
    if (problem) throw new ValidationFailed([{ path: 'text', message: problem }])
    const id = this.#ids.next() as MessageId
    const appended = await this.#messages.append({ id, chatId, clientId, senderId: userId, text, replyTo, createdAt: this.#clock.now() })
    const { message, created } = appended
    if (created) {
      const { membersSeq, sender } = appended
      this.#events.publish({ type: 'message.created', chatId, seq: message.seq, message, membersSeq })
      if (sender) this.#events.publish({ type: 'me.updated', userId, chatId, ...sender })
    }
    return { message, created }
  }
}
