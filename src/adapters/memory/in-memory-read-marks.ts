import type { Delivery, Marked, ReadMarks } from '../../application/ports/read-marks.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { type ChatEntry, type InMemoryStore, markedOf, type Place } from './in-memory-store.js'

export class InMemoryReadMarks implements ReadMarks {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async advance(chatId: ChatId, userId: UserId, number: number): Promise<Marked | null> {
    const seat = this.#store.seatOf(chatId, userId)
    if (seat === null) return null
    const { entry, place } = seat
    const target = Math.min(number, entry.chat.messageCount)
    const { membership, preferences } = place
    const moved = membership.readNumber < target || (preferences.markedUnread && membership.readNumber <= number)
    if (!moved) return markedOf(entry, place, false)
    return this.#move(entry, {
      ...place,
      membership: {
        ...membership,
        readNumber: target,
        deliveredNumber: Math.max(membership.deliveredNumber, target),
      },
      preferences: { ...preferences, markedUnread: false },
    })
  }

  async deliver(userId: UserId, deliveries: readonly Delivery[]): Promise<readonly Marked[] | null> {
    const highest = new Map<ChatId, number>()
    for (const { chatId, number } of deliveries) highest.set(chatId, Math.max(number, highest.get(chatId) ?? 0))
    const seats = [...highest].flatMap(([chatId, number]) => {
      const seat = this.#store.seatOf(chatId, userId)
      return seat === null ? [] : [{ ...seat, number }]
    })
    if (seats.length < highest.size) return null
    return seats.map(({ entry, place, number }) => {
      const deliveredNumber = Math.min(number, entry.chat.messageCount)
      if (place.membership.deliveredNumber >= deliveredNumber) return markedOf(entry, place, false)
      return this.#move(entry, { ...place, membership: { ...place.membership, deliveredNumber } })
    })
  }

  #move(entry: ChatEntry, place: Place): Marked {
    const { userId } = place.membership
    const after = { ...place, meSeq: this.#store.nextCounterOf(userId) }
    entry.places.set(userId, after)
    return markedOf(entry, after, true)
  }
}
