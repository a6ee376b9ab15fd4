import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import type { Clock } from '../../../src/application/ports/clock.js'
import type { Timers } from '../../../src/application/ports/timers.js'
import type { Random } from '../random.js'

const start = Date.parse('2030-01-01T00:00:00.000Z')

/** The time of a whole run, in which nothing waits for real, and the chance that decides how long everything takes. */
export class SimulatedTime implements Timers {
  readonly random: Random
  readonly #timers = new ManualTimers()

  constructor(random: Random) {
    this.random = random
  }

  after(milliseconds: number, task: () => void): () => void {
    return this.#timers.after(milliseconds, task)
  }

  elapsed(): number {
    return this.#timers.elapsed()
  }

  advance(milliseconds: number): Promise<void> {
    return this.#timers.advance(milliseconds)
  }

  pass(milliseconds: number): Promise<void> {
    return milliseconds <= 0 ? Promise.resolve() : new Promise((resolve) => void this.after(milliseconds, resolve))
  }

  /** A clock that is wrong by so many milliseconds. */
  clock(skew = 0): Clock {
    return { now: () => new Date(start + this.elapsed() + skew) }
  }

  /** One way through a network: mostly quick, now and then not. */
  latency(): number {
    return this.random.chance(0.9) ? this.random.between(0, 2) : this.random.between(3, 60)
  }
}
