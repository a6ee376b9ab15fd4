import type { Timers } from '../ports/timers.js'

/** Work ends at the next full tick after it began: what differs within a tick cannot be told from outside. */
export class SteadyPace {
  readonly #timers: Timers
  readonly #tick: number

  /** `tick` is in milliseconds. */
  constructor(timers: Timers, tick = 100) {
    this.#timers = timers
    this.#tick = tick
  }

  async run(work: () => Promise<void>): Promise<void> {
    const begun = this.#timers.elapsed()
    await work()
    const rest = this.#tick - ((this.#timers.elapsed() - begun) % this.#tick)
    await new Promise<void>((resolve) => this.#timers.after(rest, resolve))
  }
}
