import { passed } from '../passed.js'
import type { Timers } from '../ports/timers.js'

/** Work ends at the next full tick after it began: what differs within a tick cannot be told from outside. */
export class SteadyPace {
  readonly #timers: Timers
  readonly #tick: number

  /** `tick` is in milliseconds: more than a password takes to hash on a busy machine. */
  constructor(timers: Timers, tick = 250) {
    this.#timers = timers
    this.#tick = tick
  }

  async run(work: () => Promise<void>): Promise<void> {
    const begun = this.#timers.elapsed()
    await work()
    await this.#tickAfter(begun)
  }

  /** Work whose success is no secret: that ends at once, and only a refusal at the next tick. */
  async refusalsOf<Result>(work: () => Promise<Result>): Promise<Result> {
    const begun = this.#timers.elapsed()
    return work().catch(async (refusal: unknown) => {
      await this.#tickAfter(begun)
      throw refusal
    })
  }

  #tickAfter(begun: number): Promise<void> {
    const rest = this.#tick - ((this.#timers.elapsed() - begun) % this.#tick)
    return passed(this.#timers, rest)
  }
}
