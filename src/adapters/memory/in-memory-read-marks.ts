import type { ReadMarks } from '../../application/ports/read-marks.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { type InMemoryStore, meOf, type Place, unreadOf } from './in-memory-store.js'

export class InMemoryReadMarks implements ReadMarks {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async advance(chatId: ChatId, userId: UserId, number: number): Promise<Awaited<ReturnType<ReadMarks['advance']>>> {
    const seat = this.#store.seatOf(chatId, userId)
    if (seat === null) return null
    const { entry, place } = seat
    const target = Math.min(number, entry.chat.messageCount)
    const { membership, preferences } = place
    const moved = membership.readNumber < target || (preferences.markedUnread && membership.readNumber <= number)
    if (!moved) return { moved, me: meOf(place), unread: unreadOf(entry, place) }
    const after: Place = {
      membership: {
        ...membership,
        readNumber: target,
        deliveredNumber: Math.max(membership.deliveredNumber, target),
      },
      preferences: { ...preferences, markedUnread: false },
      meSeq: this.#store.nextCounterOf(userId),
    }
    entry.places.set(userId, after)
    return { moved, me: meOf(after), unread: unreadOf(entry, after) }
  }
}
