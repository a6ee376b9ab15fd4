import { type ChatOfMember, type GroupSettings, newGroup } from '../../domain/chat.js'
import { NotFound, ValidationFailed } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Role } from '../../domain/member.js'
import { found } from '../../domain/membership.js'
import { requireUnblocked } from '../blocks/require-unblocked.js'
import type { Clock } from '../ports/clock.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import type { Entrance } from './entrance.js'

export interface CreateGroupCommand {
  readonly userId: UserId
  readonly settings: GroupSettings & { readonly title: string }
  readonly memberIds: readonly UserId[]
}

/** Makes a group with the caller as its owner and the others as members. */
export class CreateGroup {
  readonly #work: UnitOfWork
  readonly #entrance: Entrance
  readonly #ids: IdGenerator
  readonly #clock: Clock

  constructor(work: UnitOfWork, entrance: Entrance, ids: IdGenerator, clock: Clock) {
    this.#work = work
    this.#entrance = entrance
    this.#ids = ids
    this.#clock = clock
  }

  /** @throws ValidationFailed naming each member that is not a user, NotFound for a caller who was erased meanwhile, Forbidden for somebody whom
   * the caller has blocked or who has blocked the caller. */
  async execute({ userId, settings, memberIds }: CreateGroupCommand): Promise<ChatOfMember> {
    const others = [...new Set(memberIds)].filter((id) => id !== userId)
    const at = this.#clock.now()
    const chatId = this.#ids.next() as ChatId
    const founders = [{ userId, role: 'owner' as Role }, ...others.map((id) => ({ userId: id, role: 'member' as Role }))]
    await this.#work.run(async ({ chats, memberships, users, blocks }) => {
      const known = new Set((await users.findMany([userId, ...others])).map((user) => user.id))
      if (!known.has(userId)) throw new NotFound('user')
      const errors = memberIds.flatMap((id, place) => (known.has(id) ? [] : [{ path: `memberIds.${place}`, message: 'is not a user' }]))
      if (errors.length > 0) throw new ValidationFailed(errors)
      await requireUnblocked({ blocks }, userId, others)
      const founded = found(newGroup(chatId, settings, at), founders, at)
      await chats.insertGroup(founded.chat)
      await memberships.save(founded.memberships)
    })
    await this.#entrance.open(
      chatId,
      founders.map((founder) => founder.userId),
    )
    return this.#entrance.show(chatId, userId)
  }
}
