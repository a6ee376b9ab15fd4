import type { ChatHeads } from '../../application/ports/chat-heads.js'
import type { ChatId } from '../../domain/ids.js'
import type { ChatEntry, InMemoryStore } from './in-memory-store.js'

export class InMemoryChatHeads implements ChatHeads {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async headsOf(chatIds: readonly ChatId[]): Promise<ReadonlyMap<ChatId, number>> {
    return this.#heads(chatIds, () => true)
  }

  async headsChangedBetween(chatIds: readonly ChatId[], fromMsAgo: number, toMsAgo: number): Promise<ReadonlyMap<ChatId, number | null>> {
    const now = this.#store.clock.now().getTime()
    const gone = chatIds.filter((chatId) => !this.#store.chats.has(chatId)).map((chatId) => [chatId, null] as const)
    const changed = this.#heads(chatIds, ({ changedAt }) => changedAt.getTime() > now - fromMsAgo && changedAt.getTime() <= now - toMsAgo)
    return new Map<ChatId, number | null>([...changed, ...gone])
  }

  #heads(chatIds: readonly ChatId[], wanted: (entry: ChatEntry) => boolean): ReadonlyMap<ChatId, number> {
    const heads = new Map<ChatId, number>()
    for (const chatId of chatIds) {
      const entry = this.#store.chats.get(chatId)
      if (entry !== undefined && wanted(entry)) heads.set(chatId, entry.chat.seq)
    }
    return heads
  }
}
