import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { depart, memberView, promote, requireGroup } from '../../domain/membership.js'
import type { RoleAnnouncement } from '../members/role-announcement.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import type { Exit } from './exit.js'
import { lockForMember } from './lock-for-member.js'

export interface LeaveChatCommand {
  readonly userId: UserId
  readonly chatId: ChatId
}

/** The caller leaves a group. Its last owner hands ownership on; with nobody left, the group is deleted. */
export class LeaveChat {
  readonly #work: UnitOfWork
  readonly #exit: Exit
  readonly #announcement: RoleAnnouncement
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(work: UnitOfWork, exit: Exit, announcement: RoleAnnouncement, events: EventPublisher, clock: Clock) {
    this.#work = work
    this.#exit = exit
    this.#announcement = announcement
    this.#events = events
    this.#clock = clock
  }

  /** @throws NotFound for a chat one is not in, Conflict for a private one. */
  async execute({ userId, chatId }: LeaveChatCommand): Promise<void> {
    const outcome = await this.#work.run(async (stores) => {
      const { chats, memberships, users } = stores
      const { chat: locked, membership: leaving } = await lockForMember(stores, chatId, userId)
      requireGroup(locked)
      const successor = await memberships.findSuccessor(chatId, userId)
      if (!successor) {
        await chats.delete(chatId)
        return null
      }
      const orphaned = leaving.role === 'owner' && (await memberships.countOwners(chatId)) === 1
      const handover = orphaned ? promote(locked, successor, 'owner') : null
      const departure = depart(handover?.chat ?? locked, leaving, this.#clock.now())
      await memberships.save(handover ? [handover.membership, departure.membership] : [departure.membership])
      await chats.save(departure.chat)
      const people = new Map((await users.findEvenErased([userId, successor.userId])).map((user) => [user.id, user]))
      const view = (membership: typeof leaving) => {
        const user = people.get(membership.userId)
        if (!user) throw new NotFound('user')
        return memberView(membership, user, departure.chat)
      }
      return { leaver: view(departure.membership), heir: handover ? view(handover.membership) : null }
    })
    if (!outcome) return this.#events.publish({ type: 'chat.deleted', chatId })
    if (outcome.heir) await this.#announcement.announce(chatId, outcome.heir)
    await this.#exit.close(chatId, outcome.leaver, 'left')
  }
}
