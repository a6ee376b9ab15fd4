import type { PresenceAudience, PresenceDirectory, Sight } from '../../application/ports/presence-directory.js'
import { membersShownInline } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { isActive } from '../../domain/membership.js'
import type { PresenceProfile, PresenceSettings } from '../../domain/presence.js'
import type { ChatEntry, InMemoryStore } from './in-memory-store.js'

const firstMessages = 1_000

export class InMemoryPresenceDirectory implements PresenceDirectory {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async knownTo(viewer: UserId, userIds: readonly UserId[]): Promise<readonly PresenceProfile[]> {
    const known = new Set([viewer])
    for (const { entry } of this.#store.seatsOf(viewer)) if (this.#know(entry)) for (const userId of presentIn(entry)) known.add(userId)
    return [...new Set(userIds)]
      .filter((userId) => known.has(userId) && this.#store.users.has(userId) && !this.#areApart(viewer, userId))
      .map((userId) => this.#store.presenceOf(userId))
  }

  async audiencesOf(userIds: readonly UserId[]): Promise<readonly PresenceAudience[]> {
    return [...new Set(userIds)]
      .filter((userId) => this.#store.users.has(userId))
      .map((userId) => {
        const entries = this.#store
          .seatsOf(userId)
          .map(({ entry }) => entry)
          .filter((entry) => this.#know(entry) && entry.chat.memberCount <= membersShownInline)
        return {
          profile: this.#store.presenceOf(userId),
          chatIds: entries.map(({ chat }) => chat.id),
          hiddenFrom: this.#hiddenFrom(userId, entries),
        }
      })
  }

  async change(userId: UserId, changes: Partial<PresenceSettings>, at: Date): Promise<PresenceSettings> {
    const held = this.#store.presenceOf(userId)
    const hides = held.visibility === 'everyone' && changes.visibility === 'nobody'
    const changed = { ...held, ...changes, ...(hides ? { lastSeenAt: at } : {}) }
    this.#store.setPresence(changed)
    return { visibility: changed.visibility, lastSeen: changed.lastSeen }
  }

  async markSeen(userIds: readonly UserId[], at: Date): Promise<void> {
    for (const userId of userIds) {
      const held = this.#store.presenceOf(userId)
      if (held.visibility === 'everyone') this.#store.setPresence({ ...held, lastSeenAt: at })
    }
  }

  async sightIn(chatId: ChatId, userId: UserId): Promise<Sight | null> {
    const seat = this.#store.seatOf(chatId, userId)
    if (seat === null) return null
    const { chat, membersSeq } = seat.entry
    const isApart = chat.type === 'private' && this.#isBlocked(seat.entry)
    const isSeen = this.#store.presenceOf(userId).visibility === 'everyone' && !isApart
    return { isSeen, membersSeq, hiddenFrom: this.#hiddenFrom(userId, [seat.entry]) }
  }

  #know(entry: ChatEntry): boolean {
    if (entry.chat.type === 'group') return true
    const writers = new Set(entry.messages.slice(0, firstMessages).map(({ senderId }) => senderId))
    return [...entry.places.keys()].every((userId) => writers.has(userId)) && !this.#isBlocked(entry)
  }

  #isBlocked({ places }: ChatEntry): boolean {
    const people = [...places.keys()]
    return people.some((one) => people.some((other) => this.#areApart(one, other)))
  }

  #areApart(one: UserId, other: UserId): boolean {
    return this.#store.blocks.has(`${one} ${other}`) || this.#store.blocks.has(`${other} ${one}`)
  }

  #hiddenFrom(userId: UserId, entries: readonly ChatEntry[]): readonly UserId[] {
    return [...new Set(entries.flatMap(presentIn))].filter((other) => this.#areApart(userId, other))
  }
}

const presentIn = ({ places }: ChatEntry): readonly UserId[] =>
  [...places.values()].flatMap(({ membership }) => (isActive(membership) ? membership.userId : []))
