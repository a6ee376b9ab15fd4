import { type ChatOfMember, newPrivateChat, pairOf } from '../../domain/chat.js'
import { NotFound, ValidationFailed } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { found } from '../../domain/membership.js'
import type { Clock } from '../ports/clock.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import type { Entrance } from './entrance.js'

export interface OpenPrivateChatCommand {
  readonly userId: UserId
  readonly otherId: UserId
}

/** Opens the one private chat of two people, or finds the one they have. */
export class OpenPrivateChat {
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

  /** @throws ValidationFailed with oneself, NotFound for a user there is not. */
  async execute({ userId, otherId }: OpenPrivateChatCommand): Promise<{ readonly chat: ChatOfMember; readonly created: boolean }> {
    if (userId === otherId) throw new ValidationFailed([{ path: 'userId', message: 'must be somebody else' }])
    const pair = pairOf(userId, otherId)
    const at = this.#clock.now()
    const draft = newPrivateChat(this.#ids.next() as ChatId, at)
    const chatId = await this.#work.run(async ({ chats, memberships, users }) => {
      if ((await users.findMany(pair)).length < pair.length) throw new NotFound('user')
      const id = await chats.insertPrivate(draft, pair)
      if (id !== draft.id) return id
      const founded = found(
        draft,
        pair.map((member) => ({ userId: member, role: 'member' as const })),
        at,
      )
      await memberships.save(founded.memberships)
      await chats.save(founded.chat)
      return id
    })
    const created = chatId === draft.id
    if (created) await this.#entrance.open(chatId, pair)
    return { chat: await this.#entrance.show(chatId, userId), created }
  }
}
