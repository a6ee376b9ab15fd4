import type { ChatId, UserId } from '../../domain/ids.js'
import { requireGroup, requireRole } from '../../domain/membership.js'
import { lockForMember } from '../chats/lock-for-member.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'

export interface UnbanUserCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly userId: UserId
}

/** An admin or owner lets somebody come to a group again. It does not bring them in. */
export class UnbanUser {
  readonly #work: UnitOfWork

  constructor(work: UnitOfWork) {
    this.#work = work
  }

  /** @throws NotFound for a chat the actor is not in, Conflict for a private one, Forbidden below admin. */
  async execute({ actorId, chatId, userId }: UnbanUserCommand): Promise<void> {
    await this.#work.run(async (stores) => {
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      requireGroup(chat)
      requireRole(actor, 'admin')
      await stores.bans.delete(chatId, userId)
    })
  }
}
