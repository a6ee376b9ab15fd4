import type { UserChange, UserChanges } from '../../application/ports/user-changes.js'
import type { UserId } from '../../domain/ids.js'
import { isActive } from '../../domain/membership.js'
import type { InMemoryStore } from './in-memory-store.js'

export class InMemoryUserChanges implements UserChanges {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async countersBeyond(known: ReadonlyMap<UserId, number>): Promise<ReadonlyMap<UserId, number>> {
    const beyond = [...known].filter(([id, seq]) => this.#store.users.has(id) && this.#store.counterOf(id) > seq)
    return new Map(beyond.map(([id]) => [id, this.#store.counterOf(id)]))
  }

  async changesAfter(heard: ReadonlyMap<UserId, number>): Promise<ReadonlyMap<UserId, readonly UserChange[]>> {
    const found = [...heard].map(([userId, seq]) => [userId, this.#changesOf(userId, seq)] as const)
    return new Map(found.filter(([, changes]) => changes.length > 0))
  }

  #changesOf(userId: UserId, after: number): readonly UserChange[] {
    return [...this.#store.chats.values()].flatMap(({ chat, places }) => {
      const place = places.get(userId)
      return place && place.meSeq > after ? { chatId: chat.id, seq: place.meSeq, isIn: isActive(place.membership) } : []
    })
  }
}
