import type { Message } from '../../domain/messages/message.js'
import { showPreviews } from '../../domain/messages/message-changes.js'
import type { Preview } from '../../domain/messages/message-parts.js'
import { saveChange } from '../messages/lock-message.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'

export interface StorePreviewsCommand {
  /** As it was when its links were looked at. */
  readonly message: Pick<Message, 'id' | 'chatId' | 'text'>
  readonly previews: readonly Preview[]
}

/** Shows with a message what the pages say that it links to, unless its text has changed since. */
export class StorePreviews {
  readonly #work: UnitOfWork
  readonly #events: EventPublisher

  constructor(work: UnitOfWork, events: EventPublisher) {
    this.#work = work
    this.#events = events
  }

  async execute({ message: seen, previews }: StorePreviewsCommand): Promise<void> {
    const message = await this.#work.run(async (stores) => {
      const chat = await stores.chats.lock(seen.chatId)
      const current = chat && (await stores.messages.find(chat.id, seen.id))
      if (!chat || !current || current.text === null || current.text !== seen.text) return null
      const change = showPreviews(chat, current, previews)
      await saveChange(stores, change)
      return change.message
    })
    if (message) this.#events.publish({ type: 'message.updated', chatId: message.chatId, seq: message.seq, message })
  }
}
