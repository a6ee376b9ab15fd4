import type { HeldChats, WireMessage, WireSyncAnswer } from './held-chats.js'

export interface CatchUpCalls {
  sync(question: HeldChats['question'] & { readonly cursor: string | null }): Promise<WireSyncAnswer>
  /** The messages after a number, ascending. */
  page(chatId: string, after: number): Promise<{ readonly items: readonly WireMessage[]; readonly hasMoreAfter: boolean }>
  /** For a moment, before it is tried again. */
  pause(): Promise<void>
  isOver(): boolean
}

/** Brings what a client holds up to where its chats stand: once at a time, and again for whatever asked for it meanwhile. */
export class CatchUp {
  readonly #held: HeldChats
  readonly #calls: CatchUpCalls
  #isRunning = false
  #isWanted = false

  constructor(held: HeldChats, calls: CatchUpCalls) {
    this.#held = held
    this.#calls = calls
  }

  get isIdle(): boolean {
    return !this.#isRunning
  }

  async run(): Promise<void> {
    this.#isWanted = true
    if (this.#isRunning) return
    this.#isRunning = true
    while (this.#isWanted && !this.#calls.isOver()) {
      this.#isWanted = false
      const isWhole = await this.#once().catch(() => null)
      if (isWhole) continue
      this.#isWanted = true
      if (isWhole === null) await this.#calls.pause()
    }
    this.#isRunning = false
  }

  /** Answers whether nothing more is known to be missing. */
  async #once(): Promise<boolean> {
    let cursor: string | null = null
    let isBehind = false
    do {
      const question = this.#held.question
      const answer: WireSyncAnswer = await this.#calls.sync({ ...question, cursor })
      isBehind = this.#held.takeAnswer(answer, question.chats) || isBehind
      cursor = answer.cursor
    } while (cursor !== null)
    for (const chatId of this.#held.partial) await this.#fetchAll(chatId)
    return !isBehind
  }

  async #fetchAll(chatId: string): Promise<void> {
    let number = 0
    for (let isLast = false; !isLast; ) {
      const { items, hasMoreAfter } = await this.#calls.page(chatId, number)
      isLast = !hasMoreAfter
      number = items.at(-1)?.number ?? number
      this.#held.takePage(chatId, items, isLast)
    }
  }
}
