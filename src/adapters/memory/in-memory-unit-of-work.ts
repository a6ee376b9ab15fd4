import type { BanRepository } from '../../application/ports/bans.js'
import type { InviteRepository } from '../../application/ports/invites.js'
import type { ChatRepository, MembershipRepository, Stores, UnitOfWork } from '../../application/ports/unit-of-work.js'
import type { Ban } from '../../domain/ban.js'
import type { Chat } from '../../domain/chat.js'
import { Conflict } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Invite } from '../../domain/invite.js'
import type { Membership, Role } from '../../domain/member.js'
import { isActive } from '../../domain/membership.js'
import { isErased, type User } from '../../domain/user.js'
import { InMemoryBlocks } from './in-memory-blocks.js'
import { InMemoryMessageStore } from './in-memory-message-store.js'
import { type ChatEntry, defaultPreferences, type InMemoryStore } from './in-memory-store.js'

const rank: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 }

export class InMemoryUnitOfWork implements UnitOfWork {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async run<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result> {
    const unit = new Unit(this.#store)
    try {
      const { memberships, messages, invites, bans, users } = unit
      const blocks = new InMemoryBlocks(this.#store)
      const result = await work({ chats: unit, memberships, messages, invites, bans, blocks, users })
      unit.commit()
      return result
    } finally {
      unit.end()
    }
  }
}

/** Writes aside, and puts all of it in place at once: until then nobody else sees any. */
class Unit implements ChatRepository {
  readonly #store: InMemoryStore
  readonly #held = new Map<string, () => void>()
  /** `null`: deleted. */
  readonly #chats = new Map<ChatId, Chat | null>()
  readonly #pairs = new Map<string, ChatId>()
  readonly #memberships: Membership[] = []
  readonly #invites = new Map<string, Invite>()
  /** `null`: lifted. */
  readonly #bans = new Map<string, { readonly chatId: ChatId; readonly userId: UserId; readonly ban: Ban | null }>()

  readonly messages: InMemoryMessageStore

  readonly users: Stores['users'] = {
    findMany: async (ids) => this.#usersOf(ids).filter((user) => !isErased(user)),
    findEvenErased: async (ids) => this.#usersOf(ids),
  }

  readonly memberships: MembershipRepository = {
    find: async (chatId, userId) => this.#placesOf(chatId).get(userId) ?? null,
    findSuccessor: async (chatId, leaving) => {
      const heirs = [...this.#placesOf(chatId).values()].filter((membership) => isActive(membership) && membership.userId !== leaving)
      return heirs.sort(bySuccession)[0] ?? null
    },
    countOwners: async (chatId) => this.#ownersOf(chatId).length,
    save: async (memberships) => {
      this.#memberships.push(...memberships)
    },
  }

  readonly invites: InviteRepository = {
    find: async (code) => this.#invites.get(code) ?? this.#store.invites.get(code) ?? null,
    save: async (invite) => void this.#invites.set(invite.code, invite),
  }

  readonly bans: BanRepository = {
    find: async (chatId, userId) => this.#banOf(chatId, userId),
    save: async (ban) => this.#putBan(ban.chatId, ban.userId, this.#banOf(ban.chatId, ban.userId) ?? ban),
    delete: async (chatId, userId) => this.#putBan(chatId, userId, null),
  }

  constructor(store: InMemoryStore) {
    this.#store = store
    this.messages = new InMemoryMessageStore(store, (chatId) => this.#placesOf(chatId))
  }

  #banOf(chatId: ChatId, userId: UserId): Ban | null {
    const written = this.#bans.get(`${chatId} ${userId}`)
    return written === undefined ? (this.#store.chats.get(chatId)?.bans.get(userId) ?? null) : written.ban
  }

  #putBan(chatId: ChatId, userId: UserId, ban: Ban | null): void {
    this.#bans.set(`${chatId} ${userId}`, { chatId, userId, ban })
  }

  #usersOf(ids: readonly UserId[]): readonly User[] {
    return [...new Set(ids)].flatMap((id) => this.#store.users.get(id) ?? [])
  }

  async lock(chatId: ChatId): Promise<Chat | null> {
    await this.#hold(chatId)
    return this.#chatOf(chatId)
  }

  async insertGroup(chat: Chat): Promise<void> {
    await this.#hold(chat.id)
    this.#chats.set(chat.id, chat)
  }

  async insertPrivate(chat: Chat, pair: readonly [UserId, UserId]): Promise<ChatId> {
    const key = pair.join(' ')
    await this.#hold(key)
    const there = this.#pairs.get(key) ?? this.#store.pairs.get(key)
    if (there !== undefined) return there
    await this.insertGroup(chat)
    this.#pairs.set(key, chat.id)
    return chat.id
  }

  async save(chat: Chat): Promise<void> {
    this.#chats.set(chat.id, chat)
  }

  async delete(chatId: ChatId): Promise<void> {
    this.#chats.set(chatId, null)
  }

  /** @throws Conflict if a group would be left without an owner. Nothing is written then. */
  commit(): void {
    for (const chatId of new Set(this.#memberships.map((membership) => membership.chatId))) this.#requireOwner(chatId)
    for (const [chatId, chat] of this.#chats) this.#putChat(chatId, chat)
    for (const [key, chatId] of this.#pairs) this.#store.pairs.set(key, chatId)
    for (const membership of this.#memberships) this.#putPlace(membership)
    for (const invite of this.#invites.values()) this.#store.invites.set(invite.code, invite)
    for (const { chatId, userId, ban } of this.#bans.values()) {
      const bans = this.#store.chats.get(chatId)?.bans
      if (ban === null) bans?.delete(userId)
      else bans?.set(userId, ban)
    }
    this.messages.commit()
  }

  end(): void {
    for (const release of this.#held.values()) release()
  }

  async #hold(key: string): Promise<void> {
    if (!this.#held.has(key)) this.#held.set(key, await this.#store.locks.acquire(key))
  }

  #chatOf(chatId: ChatId): Chat | null {
    const written = this.#chats.get(chatId)
    return written === undefined ? (this.#store.chats.get(chatId)?.chat ?? null) : written
  }

  #placesOf(chatId: ChatId): ReadonlyMap<UserId, Membership> {
    const places = new Map<UserId, Membership>()
    for (const [userId, place] of this.#store.chats.get(chatId)?.places ?? []) places.set(userId, place.membership)
    for (const membership of this.#memberships) if (membership.chatId === chatId) places.set(membership.userId, membership)
    return places
  }

  #ownersOf(chatId: ChatId): readonly Membership[] {
    return [...this.#placesOf(chatId).values()].filter((membership) => isActive(membership) && membership.role === 'owner')
  }

  #requireOwner(chatId: ChatId): void {
    const peopled = this.#chatOf(chatId)?.type === 'group' && [...this.#placesOf(chatId).values()].some(isActive)
    if (peopled && this.#ownersOf(chatId).length === 0) throw new Conflict('A group must keep an owner.')
  }

  #putChat(chatId: ChatId, chat: Chat | null): void {
    const entry = this.#store.chats.get(chatId)
    if (chat === null) {
      this.#forget(chatId, entry)
      return
    }
    const changedAt = this.#store.clock.now()
    if (entry === undefined) {
      const empty = { membersSeq: 0, places: new Map(), bans: new Map(), messages: [], createdSeqs: [] }
      this.#store.chats.set(chatId, { chat, lastActivityAt: chat.createdAt, changedAt, ...empty })
    } else Object.assign(entry, { chat, changedAt })
  }

  #forget(chatId: ChatId, entry: ChatEntry | undefined): void {
    for (const message of entry?.messages ?? []) {
      this.#store.messageIds.delete(message.id)
      this.#store.edits.delete(message.id)
      this.#store.reactions.delete(message.id)
      this.#store.sent.delete(`${message.senderId} ${message.clientId}`)
    }
    this.#store.removeUploads((upload) => upload.chatId === chatId)
    for (const [key, seat] of this.#store.threads) if (seat.chatId === chatId) this.#store.threads.delete(key)
    for (const [key, id] of this.#store.pairs) if (id === chatId) this.#store.pairs.delete(key)
    for (const invite of this.#store.invites.values()) if (invite.chatId === chatId) this.#store.invites.delete(invite.code)
    this.#store.chats.delete(chatId)
  }

  /** Who comes back starts anew; anybody else keeps their preferences, and marks that moved since the membership was read. */
  #putPlace(membership: Membership): void {
    const entry = this.#store.chats.get(membership.chatId)
    if (entry === undefined) return
    const before = entry.places.get(membership.userId)
    const returns = before !== undefined && !isActive(before.membership) && isActive(membership)
    entry.places.set(membership.userId, {
      membership: {
        ...membership,
        readNumber: Math.max(membership.readNumber, before?.membership.readNumber ?? 0),
        deliveredNumber: Math.max(membership.deliveredNumber, before?.membership.deliveredNumber ?? 0),
      },
      preferences: before === undefined || returns ? defaultPreferences : before.preferences,
      meSeq: this.#store.nextCounterOf(membership.userId),
    })
    entry.membersSeq = Math.max(entry.membersSeq, membership.seq)
    entry.chat = { ...entry.chat, seq: Math.max(entry.chat.seq, membership.seq) }
  }
}

const bySuccession = (a: Membership, b: Membership): number =>
  rank[b.role] - rank[a.role] || a.joinedAt.getTime() - b.joinedAt.getTime() || (a.userId < b.userId ? -1 : 1)
