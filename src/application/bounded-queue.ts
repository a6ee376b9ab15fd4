import { Unavailable } from '../domain/errors.js'

/** Runs a few tasks at a time, in order, and refuses those that would wait behind too many. */
export class BoundedQueue {
  readonly #concurrency: number
  readonly #maxWaiting: number
  readonly #refusal: string
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** `refusal` says what there is too much of. */
  constructor(concurrency: number, maxWaiting: number, refusal: string) {
    this.#concurrency = concurrency
    this.#maxWaiting = maxWaiting
    this.#refusal = refusal
  }

  /** @throws Unavailable at once when too many are waiting */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    await this.#turn()
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < this.#concurrency) {
      this.#running += 1
      return
    }
    if (this.#waiting.length >= this.#maxWaiting) throw new Unavailable(this.#refusal)
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
