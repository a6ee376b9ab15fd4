import type { ChatOfMember } from '../../domain/chat.js'
import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { isActive, requireGroup } from '../../domain/membership.js'
import { admit } from '../members/admit.js'
import type { Clock } from '../ports/clock.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import type { Entrance } from './entrance.js'

export interface JoinRoomCommand {
  readonly userId: UserId
  readonly chatId: ChatId
}

/** Lets the caller into a public room. Joining one they are in changes nothing. */
export class JoinRoom {
  readonly #work: UnitOfWork
  readonly #entrance: Entrance
  readonly #clock: Clock

  constructor(work: UnitOfWork, entrance: Entrance, clock: Clock) {
    this.#work = work
    this.#entrance = entrance
    this.#clock = clock
  }

  /** @throws NotFound for a group that is not public, Conflict for a private chat one is in, Forbidden for somebody who is banned. */
  async execute({ userId, chatId }: JoinRoomCommand): Promise<ChatOfMember> {
    const joined = await this.#work.run(async (stores) => {
      const chat = await stores.chats.lock(chatId)
      const present = await stores.memberships.find(chatId, userId)
      if (!chat) throw new NotFound('chat')
      if (isActive(present)) {
        requireGroup(chat)
        return null
      }
      if (chat.visibility !== 'public') throw new NotFound('chat')
      return admit(stores, chat, userId, this.#clock.now())
    })
    await this.#entrance.welcome(chatId, userId, joined)
    return this.#entrance.show(chatId, userId)
  }
}
