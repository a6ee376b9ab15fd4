import type { Page, PageRequest } from '../../application/ports/page.js'
import type { FollowedThread, ThreadFollows } from '../../application/ports/thread-follows.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import type { ThreadPlace } from '../../domain/messages/thread.js'
import { idShape, pageOf } from './in-memory-page.js'
import type { InMemoryStore, ThreadSeat } from './in-memory-store.js'

export const threadKey = (rootId: MessageId, userId: UserId): string => `${rootId} ${userId}`

export class InMemoryThreadFollows implements ThreadFollows {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async follow(chatId: ChatId, rootId: MessageId, userId: UserId, following: boolean): Promise<ThreadPlace | null> {
    return this.#put(chatId, rootId, userId, (seat, head) => ({
      following,
      readNumber: seat !== undefined && (seat.following || !following) ? seat.readNumber : head,
    }))
  }

  async markRead(chatId: ChatId, rootId: MessageId, userId: UserId, number: number): Promise<ThreadPlace | null> {
    return this.#put(chatId, rootId, userId, (seat, head) => ({
      following: seat?.following ?? false,
      readNumber: Math.max(seat?.readNumber ?? 0, Math.min(number, head)),
    }))
  }

  async list(userId: UserId, page: PageRequest): Promise<Page<FollowedThread>> {
    const followed = [...this.#store.threads.values()].filter((seat) => seat.userId === userId && seat.following)
    const threads = followed.flatMap((seat): FollowedThread[] => {
      const root = this.#rootOf(seat.chatId, seat.rootId, userId)
      if (root === null) return []
      const lastReply = this.#repliesTo(seat).at(-1) ?? null
      return [{ root, lastReply, ...this.#placeOf(seat) }]
    })
    return pageOf(threads, { placeOf: ({ root, lastReply }) => [(lastReply ?? root).id], shape: [idShape], descending: true }, page)
  }

  #put(
    chatId: ChatId,
    rootId: MessageId,
    userId: UserId,
    change: (seat: ThreadSeat | undefined, head: number) => Pick<ThreadSeat, 'following' | 'readNumber'>,
  ): ThreadPlace | null {
    const root = this.#rootOf(chatId, rootId, userId)
    if (root === null || root.threadRoot !== null) return null
    const key = threadKey(rootId, userId)
    const head = this.#store.chats.get(chatId)?.chat.messageCount ?? 0
    const seat = { chatId, rootId, userId, ...change(this.#store.threads.get(key), head) }
    this.#store.threads.set(key, seat)
    return this.#placeOf(seat)
  }

  #rootOf(chatId: ChatId, rootId: MessageId, userId: UserId): Message | null {
    const seat = this.#store.seatOf(chatId, userId)
    const first = seat?.place.membership.firstNumber ?? 0
    return seat?.entry.messages.find((message) => message.id === rootId && message.number >= first) ?? null
  }

  #repliesTo({ chatId, rootId }: ThreadSeat): readonly Message[] {
    const messages = this.#store.chats.get(chatId)?.messages ?? []
    return messages.filter((message) => message.threadRoot === rootId && message.deletedAt === null)
  }

  #placeOf(seat: ThreadSeat): ThreadPlace {
    const { following, readNumber, userId } = seat
    const unread = this.#repliesTo(seat).filter((message) => message.number > readNumber && message.senderId !== userId).length
    return { following, readNumber, unread }
  }
}
