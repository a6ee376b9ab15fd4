import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { isActive, requireGroup } from '../../domain/membership.js'
import type { Exit } from '../chats/exit.js'
import { lockForMember } from '../chats/lock-for-member.js'
import type { Clock } from '../ports/clock.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { dismiss } from './dismiss.js'

export interface RemoveMemberCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly userId: UserId
}

/** An admin or owner removes somebody of a lower role. */
export class RemoveMember {
  readonly #work: UnitOfWork
  readonly #exit: Exit
  readonly #clock: Clock

  constructor(work: UnitOfWork, exit: Exit, clock: Clock) {
    this.#work = work
    this.#exit = exit
    this.#clock = clock
  }

  /** @throws NotFound for a chat the actor is not in or a target that is not, Forbidden unless the actor outranks the target. */
  async execute({ actorId, chatId, userId }: RemoveMemberCommand): Promise<void> {
    const member = await this.#work.run(async (stores) => {
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      requireGroup(chat)
      const target = await stores.memberships.find(chatId, userId)
      const [user] = await stores.users.findEvenErased([userId])
      if (!isActive(target) || !user) throw new NotFound('member')
      return dismiss(stores, chat, { actor, target, user, at: this.#clock.now() })
    })
    await this.#exit.close(chatId, member, 'removed')
  }
}
