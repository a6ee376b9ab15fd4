import type { Api } from './api/api.js'
import type { Store } from './store.js'

/** Tells the server how far the user has read: at once here, one call at a time there, only ever forward. */
export class ReadMarks {
  readonly #store: Store
  readonly #mark: Api['markRead']
  /** What the server has yet to be told, by chat. */
  readonly #wanted = new Map<string, number>()
  readonly #sending = new Set<string>()

  constructor(store: Store, mark: Api['markRead']) {
    this.#store = store
    this.#mark = mark
  }

  advance(chatId: string, number: number): void {
    const chat = this.#store.get().chats.get(chatId)
    if (!chat || number <= chat.me.readNumber) return
    this.#store.dispatch({ type: 'read', chatId, number })
    this.#wanted.set(chatId, number)
    void this.#flush(chatId)
  }

  /** Says again what could not be told. */
  flush(): void {
    for (const chatId of this.#wanted.keys()) void this.#flush(chatId)
  }

  forget(): void {
    this.#wanted.clear()
  }

  async #flush(chatId: string): Promise<void> {
    if (this.#sending.has(chatId)) return
    this.#sending.add(chatId)
    try {
      for (let number = this.#wanted.get(chatId); number !== undefined; number = this.#wanted.get(chatId)) {
        await this.#mark(chatId, number)
        if (this.#wanted.get(chatId) === number) this.#wanted.delete(chatId)
      }
    } catch {
      // It stays wanted: the next mark, or the next connection, tells it.
    } finally {
      this.#sending.delete(chatId)
    }
  }
}
