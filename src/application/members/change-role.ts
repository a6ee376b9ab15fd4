import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member, Role } from '../../domain/member.js'
import { assignRole, isActive, memberView, requireGroup } from '../../domain/membership.js'
import { lockForMember } from '../chats/lock-for-member.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import type { RoleAnnouncement } from './role-announcement.js'

export interface ChangeRoleCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly userId: UserId
  readonly role: Role
}

/** Gives a member of lower role another one, up to the actor's own. */
export class ChangeRole {
  readonly #work: UnitOfWork
  readonly #announcement: RoleAnnouncement

  constructor(work: UnitOfWork, announcement: RoleAnnouncement) {
    this.#work = work
    this.#announcement = announcement
  }

  /** @throws NotFound for a chat the actor is not in or a target that is not, Forbidden for what the roles do not allow. */
  async execute({ actorId, chatId, userId, role }: ChangeRoleCommand): Promise<Member> {
    const { member, changed } = await this.#work.run(async (stores) => {
      const { chats, memberships, users } = stores
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      requireGroup(chat)
      const target = await memberships.find(chatId, userId)
      const [user] = await users.findMany([userId])
      if (!isActive(target) || !user) throw new NotFound('member')
      const change = assignRole(chat, actor, target, role)
      if (target.role === role) return { member: memberView(target, user, chat), changed: false }
      await memberships.save([change.membership])
      await chats.save(change.chat)
      return { member: memberView(change.membership, user, change.chat), changed: true }
    })
    if (changed) await this.#announcement.announce(chatId, member)
    return member
  }
}
