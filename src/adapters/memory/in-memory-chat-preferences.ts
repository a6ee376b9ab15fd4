import type { ChatPreferences } from '../../application/ports/chat-preferences.js'
import type { Marked } from '../../application/ports/read-marks.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Preferences } from '../../domain/member.js'
import { type InMemoryStore, markedOf } from './in-memory-store.js'

export class InMemoryChatPreferences implements ChatPreferences {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async change(chatId: ChatId, userId: UserId, changes: Partial<Preferences>): Promise<Marked | null> {
    const seat = this.#store.seatOf(chatId, userId)
    if (seat === null) return null
    const { entry, place } = seat
    const preferences = { ...place.preferences, ...changes }
    const moved = (Object.keys(preferences) as (keyof Preferences)[]).some((name) => preferences[name] !== place.preferences[name])
    if (!moved) return markedOf(entry, place, moved)
    const after = { ...place, preferences, meSeq: this.#store.nextCounterOf(userId) }
    entry.places.set(userId, after)
    return markedOf(entry, after, moved)
  }
}
