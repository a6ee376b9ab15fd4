import { advance, type ChatOfMember, checkSettings, type GroupSettings } from '../../domain/chat.js'
import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { requireGroup, requireRole } from '../../domain/membership.js'
import type { ChatReader } from '../ports/chat-reader.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { lockForMember } from './lock-for-member.js'

export interface UpdateChatCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly settings: GroupSettings
}

/** An admin or owner changes what a group is called and who may find and read it. */
export class UpdateChat {
  readonly #work: UnitOfWork
  readonly #chats: ChatReader
  readonly #events: EventPublisher

  constructor(work: UnitOfWork, chats: ChatReader, events: EventPublisher) {
    this.#work = work
    this.#chats = chats
    this.#events = events
  }

  /** @throws NotFound for a chat the actor is not in, ValidationFailed, Conflict for a private one, Forbidden below admin. */
  async execute({ actorId, chatId, settings }: UpdateChatCommand): Promise<ChatOfMember> {
    const changed = await this.#work.run(async (stores) => {
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      checkSettings(settings)
      requireGroup(chat)
      requireRole(actor, 'admin')
      const next = advance(chat, settings)
      if (Object.keys(settings).every((key) => chat[key as keyof GroupSettings] === next[key as keyof GroupSettings])) return null
      await stores.chats.save(next)
      return next
    })
    if (changed) this.#events.publish({ type: 'chat.updated', chatId, seq: changed.seq, chat: changed })
    const view = (await this.#chats.findForMembers(chatId, [actorId])).get(actorId)
    if (!view) throw new NotFound('chat')
    return view
  }
}
