import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { depart, isActive, memberView, requireGroup, requireMayRemove } from '../../domain/membership.js'
import type { Clock } from '../ports/clock.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import type { Exit } from './exit.js'
import { lockForMember } from './lock-for-member.js'

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
      const { chats, memberships, users } = stores
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      requireGroup(chat)
      const target = await memberships.find(chatId, userId)
      const [user] = await users.findMany([userId])
      if (!isActive(target) || !user) throw new NotFound('member')
      requireMayRemove(actor, target)
      const change = depart(chat, target, this.#clock.now())
      await memberships.save([change.membership])
      await chats.save(change.chat)
      return memberView(change.membership, user, change.chat)
    })
    await this.#exit.close(chatId, member, 'removed')
  }
}
