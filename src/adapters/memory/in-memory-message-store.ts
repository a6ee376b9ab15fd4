import type { EarlierText } from '../../application/ports/message-lists.js'
import type { MessageStore } from '../../application/ports/message-store.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Membership } from '../../domain/member.js'
import { isActive } from '../../domain/membership.js'
import type { Message } from '../../domain/messages/message.js'
import { reactorsShown } from '../../domain/messages/message-changes.js'
import type { Reaction } from '../../domain/messages/message-parts.js'
import type { GivenReaction, InMemoryStore } from './in-memory-store.js'

/** Writes aside, until its unit of work commits. */
export class InMemoryMessageStore implements MessageStore {
  readonly #store: InMemoryStore
  readonly #placesOf: (chatId: ChatId) => ReadonlyMap<UserId, Membership>
  readonly #messages = new Map<MessageId, Message>()
  readonly #edits = new Map<MessageId, readonly EarlierText[]>()
  readonly #reactions = new Map<MessageId, readonly GivenReaction[]>()

  constructor(store: InMemoryStore, placesOf: (chatId: ChatId) => ReadonlyMap<UserId, Membership>) {
    this.#store = store
    this.#placesOf = placesOf
  }

  async find(chatId: ChatId, messageId: MessageId): Promise<Message | null> {
    const written = this.#messages.get(messageId)
    if (written !== undefined) return written
    return this.#store.chats.get(chatId)?.messages.find((message) => message.id === messageId) ?? null
  }

  async save(message: Message): Promise<void> {
    this.#messages.set(message.id, message)
    if (message.deletedAt === null) return
    this.#edits.set(message.id, [])
    this.#reactions.set(message.id, [])
  }

  async keepText(messageId: MessageId, text: string, replacedAt: Date): Promise<void> {
    const earlier = this.#edits.get(messageId) ?? this.#store.edits.get(messageId) ?? []
    this.#edits.set(messageId, [...earlier, { text, editedAt: replacedAt }])
  }

  async called(chatId: ChatId, handles: readonly string[]): Promise<readonly UserId[]> {
    return calledIn(this.#store, this.#placesOf(chatId), handles)
  }

  async addReaction(messageId: MessageId, userId: UserId, emoji: string, at: Date): Promise<readonly Reaction[] | null> {
    const given = this.#given(messageId)
    return given.some(isOf(userId, emoji)) ? null : this.#put(messageId, [...given, { userId, emoji, at }])
  }

  async removeReaction(messageId: MessageId, userId: UserId, emoji: string): Promise<readonly Reaction[] | null> {
    const given = this.#given(messageId)
    const rest = given.filter((reaction) => !isOf(userId, emoji)(reaction))
    return rest.length === given.length ? null : this.#put(messageId, rest)
  }

  commit(): void {
    for (const message of this.#messages.values()) {
      const entry = this.#store.chats.get(message.chatId)
      if (entry !== undefined) entry.messages[message.number - 1] = message
      if (message.deletedAt === null) continue
      this.#store.removeUploads(({ messageId }) => messageId === message.id)
    }
    for (const [id, edits] of this.#edits) this.#store.edits.set(id, edits)
    for (const [id, reactions] of this.#reactions) this.#store.reactions.set(id, reactions)
  }

  #given(messageId: MessageId): readonly GivenReaction[] {
    return this.#reactions.get(messageId) ?? this.#store.reactions.get(messageId) ?? []
  }

  #put(messageId: MessageId, given: readonly GivenReaction[]): readonly Reaction[] {
    this.#reactions.set(messageId, given)
    const byEmoji = new Map<string, UserId[]>()
    for (const { emoji, userId } of [...given].sort(byTime)) byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), userId])
    return [...byEmoji].map(([emoji, userIds]) => ({ emoji, count: userIds.length, userIds: userIds.slice(0, reactorsShown) }))
  }
}

const isOf =
  (userId: UserId, emoji: string) =>
  (reaction: GivenReaction): boolean =>
    reaction.userId === userId && reaction.emoji === emoji

export const byTime = (a: GivenReaction, b: GivenReaction): number =>
  a.at.getTime() - b.at.getTime() || (a.emoji === b.emoji ? (a.userId < b.userId ? -1 : 1) : a.emoji < b.emoji ? -1 : 1)

/** Those of the places whose people have one of the handles, in the handles' order. */
export function calledIn(store: InMemoryStore, places: ReadonlyMap<UserId, Membership>, handles: readonly string[]): readonly UserId[] {
  const byHandle = new Map([...places.values()].filter(isActive).map(({ userId }) => [store.users.get(userId)?.handle, userId]))
  return handles.flatMap((handle) => byHandle.get(handle) ?? [])
}
