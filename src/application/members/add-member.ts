import { Conflict } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import { isActive, requireGroup, requireRole } from '../../domain/membership.js'
import { requireUnblocked } from '../blocks/require-unblocked.js'
import type { Entrance } from '../chats/entrance.js'
import { lockForMember } from '../chats/lock-for-member.js'
import type { Clock } from '../ports/clock.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { admit } from './admit.js'

export interface AddMemberCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly userId: UserId
}

/** An admin or owner brings somebody into a group. */
export class AddMember {
  readonly #work: UnitOfWork
  readonly #entrance: Entrance
  readonly #clock: Clock

  constructor(work: UnitOfWork, entrance: Entrance, clock: Clock) {
    this.#work = work
    this.#entrance = entrance
    this.#clock = clock
  }

  /** @throws NotFound for a chat the actor is not in or a user there is not, Forbidden below admin for somebody who is banned or where one has blocked the other, Conflict if they are in already. */
  async execute({ actorId, chatId, userId }: AddMemberCommand): Promise<Member> {
    const member = await this.#work.run(async (stores) => {
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      requireGroup(chat)
      requireRole(actor, 'admin')
      if (isActive(await stores.memberships.find(chatId, userId))) return null
      await requireUnblocked(stores, actorId, [userId])
      return admit(stores, chat, userId, this.#clock.now())
    })
    await this.#entrance.welcome(chatId, userId, member)
    if (!member) throw new Conflict('They are in this chat already.')
    return member
  }
}
