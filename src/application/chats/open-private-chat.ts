import { type ChatOfMember, newPrivateChat, pairOf } from '../../domain/chat.js'
import { NotFound, ValidationFailed } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { found } from '../../domain/membership.js'
import { requireUnblocked } from '../blocks/require-unblocked.js'
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

  /** @throws ValidationFailed with oneself, NotFound for a user there is not, Forbidden if one of them has blocked the other. */
  async execute({ userId, otherId }: OpenPrivateChatCommand): Promise<{ readonly chat: ChatOfMember; readonly created: boolean }> {
    if (userId === otherId) throw new ValidationFailed([{ path: 'userId', message: 'must be somebody else' }])
    const pair = pairOf(userId, otherId)
    const at = this.#clock.now()
    const draft = newPrivateChat(this.#ids.next() as ChatId, at)
    const chatId = await this.#work.run(async ({ chats, memberships, users, blocks }) => {
      if ((await users.findMany(pair)).length < pair.length) throw new NotFound('user')
      await requireUnblocked({ blocks }, userId, [otherId])
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
    const chat = await this.#entrance.show(chatId, userId)
    // Nothing was said in it yet: the call that made it may have died before it told their sockets.
    if (!created && chat.messageCount === 0) await this.#entrance.open(chatId, pair)
    return { chat, created }
  }
}
