import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { isActive, requireGroup, requireRole } from '../../domain/membership.js'
import type { Exit } from '../chats/exit.js'
import { lockForMember } from '../chats/lock-for-member.js'
import { dismiss } from '../members/dismiss.js'
import type { Clock } from '../ports/clock.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'

export interface BanUserCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly userId: UserId
}

/** An admin or owner keeps somebody out of a group, and removes them if they are in it. */
export class BanUser {
  readonly #work: UnitOfWork
  readonly #exit: Exit
  readonly #clock: Clock

  constructor(work: UnitOfWork, exit: Exit, clock: Clock) {
    this.#work = work
    this.#exit = exit
    this.#clock = clock
  }

  /**
   * @throws NotFound for a chat the actor is not in or a user there is not, Conflict for a private chat, Forbidden below admin, or unless the
   * actor outranks somebody who is in it.
   */
  async execute({ actorId, chatId, userId }: BanUserCommand): Promise<void> {
    const at = this.#clock.now()
    const removed = await this.#work.run(async (stores) => {
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      const [user] = await stores.users.findMany([userId])
      if (!user) throw new NotFound('user')
      requireGroup(chat)
      requireRole(actor, 'admin')
      await stores.bans.save({ chatId, userId, bannedBy: actorId, bannedAt: at })
      const target = await stores.memberships.find(chatId, userId)
      return isActive(target) ? dismiss(stores, chat, { actor, target, user, at }) : null
    })
    if (removed) await this.#exit.close(chatId, removed, 'removed')
  }
}
