import type { ChatOfMember } from '../../domain/chat.js'
import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { enter, isActive, memberView, requireGroup } from '../../domain/membership.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
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
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(work: UnitOfWork, entrance: Entrance, events: EventPublisher, clock: Clock) {
    this.#work = work
    this.#entrance = entrance
    this.#events = events
    this.#clock = clock
  }

  /** @throws NotFound for a group that is not public, Conflict for a private chat one is in. */
  async execute({ userId, chatId }: JoinRoomCommand): Promise<ChatOfMember> {
    const joined = await this.#work.run(async ({ chats, memberships, users }) => {
      const chat = await chats.lock(chatId)
      const present = await memberships.find(chatId, userId)
      const [user] = await users.findMany([userId])
      if (!chat || !user) throw new NotFound('chat')
      if (isActive(present)) {
        requireGroup(chat)
        return null
      }
      if (chat.visibility !== 'public') throw new NotFound('chat')
      const change = enter(chat, userId, 'member', this.#clock.now())
      await memberships.save([change.membership])
      await chats.save(change.chat)
      return memberView(change.membership, user, change.chat)
    })
    if (joined) {
      await this.#entrance.open(chatId, [userId])
      this.#events.publish({ type: 'member.joined', chatId, seq: joined.seq, member: joined })
    }
    return this.#entrance.show(chatId, userId)
  }
}
