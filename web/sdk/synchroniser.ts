import { backoff } from './backoff.js'
import type { SyncAnswer } from './model.js'
import { SessionEnded } from './problem.js'
import type { Store } from './store.js'

export interface SyncQuestion {
  readonly chats: readonly { readonly id: string; readonly seq: number }[]
  readonly mine: number
  readonly cursor?: string
}

/** Brings the state up to what the server has, as often as something is missing: one question at a time, asked again until it is answered. */
export class Synchroniser {
  readonly #store: Store
  readonly #ask: (question: SyncQuestion) => Promise<SyncAnswer>
  readonly #random: () => number
  #wanted = false
  #running = false
  #life = 0
  #wake: () => void = () => undefined

  constructor(store: Store, ask: (question: SyncQuestion) => Promise<SyncAnswer>, random: () => number = Math.random) {
    this.#store = store
    this.#ask = ask
    this.#random = random
  }

  /** From now on, whatever is missing is fetched. A request during a sync leads to another one after it. */
  request(): void {
    this.#wanted = true
    if (!this.#running) void this.#run()
  }

  /** The server is there again: no more waiting after a failure. */
  wake(): void {
    this.#wake()
  }

  stop(): void {
    this.#life += 1
    this.#wanted = false
    this.#running = false
    this.#wake()
  }

  async #run(): Promise<void> {
    const life = this.#life
    this.#running = true
    let failures = 0
    while (life === this.#life && this.#wanted) {
      this.#wanted = false
      try {
        await this.#once(life)
        failures = 0
      } catch (error) {
        if (life !== this.#life || error instanceof SessionEnded) break
        this.#wanted = true
        await this.#pause(backoff(failures, this.#random))
        failures += 1
      }
    }
    if (life === this.#life) this.#running = false
  }

  /** Until no chat has more, and no chat is left out. */
  async #once(life: number): Promise<void> {
    this.#store.dispatch({ type: 'sync-started' })
    const { mine } = this.#store.get()
    let mineThen: number | null = null
    let cursor: string | null = null
    let more = false
    do {
      if (cursor === null) more = false
      const asked: ReadonlyMap<string, number> = new Map([...this.#store.get().chats].map(([id, chat]) => [id, chat.seq]))
      const chats = [...asked].map(([id, seq]) => ({ id, seq }))
      const answer: SyncAnswer = await this.#ask({ chats, mine, ...(cursor === null ? {} : { cursor }) })
      if (life !== this.#life) return
      this.#store.dispatch({ type: 'synced', answer, asked })
      // The first page is the oldest: what changed while the others were read is asked for next time.
      mineThen ??= answer.mine.seq
      cursor = answer.cursor
      more ||= answer.chats.some((changes) => changes.more)
    } while (cursor !== null || more)
    this.#store.dispatch({ type: 'sync-finished', mine: mineThen })
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
