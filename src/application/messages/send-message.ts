import { ValidationFailed } from '../../domain/errors.js'
import type { MessageId, UserId } from '../../domain/ids.js'
import type { Message, MessageDraft } from '../../domain/messages/message.js'
import { type DraftContent, draftProblem } from '../../domain/messages/message-draft.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { Appended, MessageRepository } from '../ports/message-repository.js'

/** `clientId` is the sender's name for this attempt: a retry with the same one never posts twice. */
export interface SendMessageCommand extends DraftContent, Pick<MessageDraft, 'chatId' | 'clientId'> {
  readonly userId: UserId
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

  /**
   * @throws ValidationFailed naming what is wrong with the content, NotFound unless the sender is in the chat and may see what the message refers to, Forbidden
   * between people of whom one has blocked the other, Conflict for a `clientId` that meant something else, Unavailable if the outcome is unknown.
   */
  async execute(command: SendMessageCommand): Promise<{ readonly message: Message; readonly created: boolean }> {
    const problem = draftProblem(command)
    if (problem) throw new ValidationFailed([problem])
    const { userId, chatId, clientId, text, replyTo, threadRoot, attachmentIds, forwardOf } = command
    const id = this.#ids.next() as MessageId
    const createdAt = this.#clock.now()
    const draft = { id, chatId, clientId, senderId: userId, text, replyTo, threadRoot, attachmentIds, forwardOf, createdAt }
    const appended = await this.#messages.append(draft)
    if (appended.created) this.#announce(userId, appended)
    return { message: appended.message, created: appended.created }
  }

  #announce(userId: UserId, { message, membersSeq, sender, root }: Appended & { created: true }): void {
    const { chatId, seq, number, threadRoot } = message
    this.#events.publish({ type: 'message.created', chatId, seq, message, membersSeq })
    if (root) this.#events.publish({ type: 'message.updated', chatId, seq: root.seq, message: root })
    if (sender) this.#events.publish({ type: 'me.updated', userId, chatId, ...sender })
    if (threadRoot === null) return
    this.#events.publish({ type: 'thread.updated', userId, chatId, rootId: threadRoot, following: true, readNumber: number, unread: 0 })
  }
}
