import type { ChatId, UserId } from '../../domain/ids.js'
import { requireGroup, requireRole } from '../../domain/membership.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { lockForMember } from './lock-for-member.js'

export interface DeleteChatCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
}

/** An owner deletes a group with everything in it. */
export class DeleteChat {
  readonly #work: UnitOfWork
  readonly #events: EventPublisher

  constructor(work: UnitOfWork, events: EventPublisher) {
    this.#work = work
    this.#events = events
  }

  /** @throws NotFound for a chat the actor is not in, Conflict for a private one, Forbidden below owner. */
  async execute({ actorId, chatId }: DeleteChatCommand): Promise<void> {
    await this.#work.run(async (stores) => {
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      requireGroup(chat)
      requireRole(actor, 'owner')
      await stores.chats.delete(chatId)
    })
    this.#events.publish({ type: 'chat.deleted', chatId })
  }
}
