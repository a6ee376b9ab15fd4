import type { Timers } from './ports/timers.js'

export interface RoundsOptions {
  /** One round; answers the milliseconds until the next. */
  readonly work: () => Promise<number>
  /** Milliseconds from a round that failed to the next. */
  readonly pause: number
  readonly onFailure: (reason: unknown) => void
}

/** The same work again and again, one round at a time. */
export class Rounds {
  readonly #timers: Timers
  readonly #options: RoundsOptions
  #cancel: () => void = () => undefined
  #round: Promise<void> = Promise.resolve()
  #stopped = false
  #isWorking = false
  #isHurried = false

  constructor(timers: Timers, options: RoundsOptions) {
    this.#timers = timers
    this.#options = options
  }

  get isStopped(): boolean {
    return this.#stopped
  }

  /** The first round begins after so many milliseconds. */
  start(delay: number): void {
    this.#schedule(delay)
  }

  /** The next round begins at once: after the one under way, if there is one. */
  hurry(): void {
    this.#isHurried = true
    if (!this.#isWorking) this.#schedule(0)
  }

  /** None begins any more; resolves once the one under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    await this.#round
  }

  #schedule(delay: number): void {
    if (this.#stopped) return
    this.#cancel()
    this.#cancel = this.#timers.after(delay, () => {
      this.#round = this.#once()
    })
  }

  async #once(): Promise<void> {
    const { work, pause, onFailure } = this.#options
    this.#isWorking = true
    this.#isHurried = false
    const next = await work().catch((reason: unknown) => {
      onFailure(reason)
      return pause
    })
    this.#isWorking = false
    this.#schedule(this.#isHurried ? 0 : next)
  }
}
