import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Me, Preferences } from '../../domain/member.js'
import type { ChatPreferences } from '../ports/chat-preferences.js'
import type { EventPublisher } from '../ports/event-publisher.js'

export interface ChangePreferencesCommand {
  readonly userId: UserId
  readonly chatId: ChatId
  readonly changes: Partial<Preferences>
}

/** Mutes, pins, archives or marks a chat unread for the caller alone, and lets their other devices see it. */
export class ChangePreferences {
  readonly #preferences: ChatPreferences
  readonly #events: EventPublisher

  constructor(preferences: ChatPreferences, events: EventPublisher) {
    this.#preferences = preferences
    this.#events = events
  }

  /** @throws NotFound for a chat one is not in. */
  async execute({ userId, chatId, changes }: ChangePreferencesCommand): Promise<Me> {
    const changed = await this.#preferences.change(chatId, userId, changes)
    if (!changed) throw new NotFound('chat')
    const { moved, me, unread, unreadMentions } = changed
    if (moved) this.#events.publish({ type: 'me.updated', userId, chatId, me, unread, unreadMentions })
    return me
  }
}
