import type { Api } from './api/api.js'
import type { Store } from './store.js'

const pageSize = 50
/** More are held only while they are near what is looked at. */
const mostHeld = 1_200
const keptAround = 400

interface Looked {
  readonly first: number
  readonly last: number
}

const nowhere: Looked = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }

/** Fetches the parts of a history that are looked at. Numbers have no holes, so any part can be asked for by its place. */
export class Pages {
  readonly #store: Store
  readonly #fetch: Api['messages']
  readonly #underWay = new Map<string, Promise<void>>()
  /** What was looked at last, by chat. */
  readonly #looked = new Map<string, Looked>()

  constructor(store: Store, fetch: Api['messages']) {
    this.#store = store
    this.#fetch = fetch
  }

  async load(chatId: string, first: number, last: number): Promise<void> {
    this.#looked.set(chatId, { first, last })
    const missing = this.#missing(chatId, first, last)
    if (missing === null) return
    // Pages begin at fixed places: what two callers are missing is one request.
    const page = Math.floor((missing - 1) / pageSize)
    const key = `${chatId}/${page}`
    const load = this.#underWay.get(key) ?? this.#loadPage(chatId, page).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, load)
    await load
    const next = this.#missing(chatId, first, last)
    if (next !== null && Math.floor((next - 1) / pageSize) !== page) await this.load(chatId, first, last)
  }

  async numberAt(chatId: string, moment: Date): Promise<number> {
    const chat = this.#store.get().chats.get(chatId)
    if (!chat) return 0
    let [low, high] = [chat.me.firstNumber, chat.info.messageCount]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const held = this.#store.get().chats.get(chatId)?.messages.get(middle)
      const message = held ?? (await this.#fetch(chatId, { after: middle - 1, limit: 1 })).items[0]
      if (message && Date.parse(message.createdAt) < moment.getTime()) low = message.number + 1
      else high = middle
    }
    return Math.min(low, chat.info.messageCount)
  }

  async #loadPage(chatId: string, page: number): Promise<void> {
    const { items } = await this.#fetch(chatId, { after: page * pageSize, limit: pageSize })
    this.#store.dispatch({ type: 'messages-fetched', chatId, messages: items })
  }

  #missing(chatId: string, first: number, last: number): number | null {
    const chat = this.#store.get().chats.get(chatId)
    if (!chat) return null
    const end = Math.min(last, chat.info.messageCount)
    for (let number = Math.max(first, chat.me.firstNumber); number <= end; number += 1) if (!chat.messages.has(number)) return number
    return null
  }

  /** Of chats of which much is held, lets go of what is far from what was looked at, and not new. To be called whenever the state has changed. */
  release(): void {
    for (const [chatId, { messages }] of this.#store.get().chats) {
      if (messages.size <= mostHeld) continue
      const { first, last } = this.#looked.get(chatId) ?? nowhere
      this.#store.dispatch({ type: 'messages-released', chatId, first: first - keptAround, last: last + keptAround, newest: 100 })
    }
  }

  forget(): void {
    this.#looked.clear()
  }
}
