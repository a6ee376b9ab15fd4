import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { requireGroup, requireRole } from '../../domain/membership.js'
import { lockForMember } from '../chats/lock-for-member.js'
import type { Clock } from '../ports/clock.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'

export interface RevokeInviteCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly code: string
}

/** An admin or owner withdraws a link: nobody comes in by it any more. */
export class RevokeInvite {
  readonly #work: UnitOfWork
  readonly #clock: Clock

  constructor(work: UnitOfWork, clock: Clock) {
    this.#work = work
    this.#clock = clock
  }

  /** @throws NotFound for a chat the actor is not in or an invite it does not have, Conflict for a private chat, Forbidden below admin. */
  async execute({ actorId, chatId, code }: RevokeInviteCommand): Promise<void> {
    await this.#work.run(async (stores) => {
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      requireGroup(chat)
      requireRole(actor, 'admin')
      const invite = await stores.invites.find(code)
      if (invite?.chatId !== chatId) throw new NotFound('invite')
      if (invite.revokedAt === null) await stores.invites.save({ ...invite, revokedAt: this.#clock.now() })
    })
  }
}
