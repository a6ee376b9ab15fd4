import type { ChatOfMember } from '../../domain/chat.js'
import { NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { requireUsable } from '../../domain/invite.js'
import { isActive } from '../../domain/membership.js'
import type { Entrance } from '../chats/entrance.js'
import { admit } from '../members/admit.js'
import type { Clock } from '../ports/clock.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'

export interface AcceptInviteCommand {
  readonly userId: UserId
  readonly code: string
}

/** Lets the caller into the group that an invite leads into. For somebody who is in already, nothing changes and no use is counted. */
export class AcceptInvite {
  readonly #work: UnitOfWork
  readonly #entrance: Entrance
  readonly #clock: Clock

  constructor(work: UnitOfWork, entrance: Entrance, clock: Clock) {
    this.#work = work
    this.#entrance = entrance
    this.#clock = clock
  }

  /** @throws NotFound for an invite there is not, TokenUsedOrExpired for one that is over, Forbidden for somebody who is banned. */
  async execute({ userId, code }: AcceptInviteCommand): Promise<ChatOfMember> {
    const { chatId, joined } = await this.#work.run(async (stores) => {
      const chatId = (await stores.invites.find(code))?.chatId
      const chat = chatId ? await stores.chats.lock(chatId) : null
      // Again, now that the chat is held: nobody else uses or revokes it meanwhile, which is what makes its limit hold.
      const invite = await stores.invites.find(code)
      if (!chat || !invite) throw new NotFound('invite')
      if (isActive(await stores.memberships.find(chat.id, userId))) return { chatId: chat.id, joined: null }
      const now = this.#clock.now()
      requireUsable(invite, now)
      const joined = await admit(stores, chat, userId, now)
      await stores.invites.save({ ...invite, uses: invite.uses + 1 })
      return { chatId: chat.id, joined }
    })
    await this.#entrance.welcome(chatId, userId, joined)
    return this.#entrance.show(chatId, userId)
  }
}
