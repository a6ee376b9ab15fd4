import { Conflict, NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import { enter, isActive, memberView, requireGroup, requireRole } from '../../domain/membership.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import type { Entrance } from './entrance.js'
import { lockForMember } from './lock-for-member.js'

export interface AddMemberCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly userId: UserId
}

/** An admin or owner brings somebody into a group. */
export class AddMember {
  readonly #work: UnitOfWork
  readonly #entrance: Entrance
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(work: UnitOfWork, entrance: Entrance, events: EventPublisher, clock: Clock) {
    this.#work = work
    this.#entrance = entrance
    this.#events = events
    this.#clock = clock
  }

  /** @throws NotFound for a chat the actor is not in or a user there is not, Forbidden below admin, Conflict if they are in already. */
  async execute({ actorId, chatId, userId }: AddMemberCommand): Promise<Member> {
    const member = await this.#work.run(async (stores) => {
      const { chats, memberships, users } = stores
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      requireGroup(chat)
      requireRole(actor, 'admin')
      const [user] = await users.findMany([userId])
      if (!user) throw new NotFound('user')
      if (isActive(await memberships.find(chatId, userId))) throw new Conflict('They are in this chat already.')
      const change = enter(chat, userId, 'member', this.#clock.now())
      await memberships.save([change.membership])
      await chats.save(change.chat)
      return memberView(change.membership, user, change.chat)
    })
    await this.#entrance.open(chatId, [userId])
    this.#events.publish({ type: 'member.joined', chatId, seq: member.seq, member })
    return member
  }
}
