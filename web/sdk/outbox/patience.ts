import { backoff } from '../backoff.js'
import { ApiProblem } from '../problem.js'

/** Waits between tries, and not a moment longer once somebody says that things have changed. */
export class Patience {
  readonly #waiting = new Set<() => void>()

  after(error: unknown, failures: number): Promise<void> {
    const told = error instanceof ApiProblem && error.retryAfter !== null ? error.retryAfter * 1_000 : 0
    const delay = told + backoff(failures, Math.random, { base: 250, cap: 15_000 })
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        this.#waiting.delete(finish)
        resolve()
      }
      const timer = setTimeout(finish, delay)
      this.#waiting.add(finish)
    })
  }

  wake(): void {
    for (const finish of this.#waiting) finish()
  }
}
