import type { Timers } from '../../application/ports/timers.js'

/** Time that stands still until it is moved: for tests and simulations. */
export class ManualTimers implements Timers {
  #elapsed = 0
  #made = 0
  readonly #tasks = new Map<number, { readonly at: number; readonly task: () => void }>()

  after(milliseconds: number, task: () => void): () => void {
    const id = this.#made++
    this.#tasks.set(id, { at: this.#elapsed + Math.max(0, milliseconds), task })
    return () => void this.#tasks.delete(id)
  }

  elapsed(): number {
    return this.#elapsed
  }

  /** How many tasks wait. */
  get waiting(): number {
    return this.#tasks.size
  }

  /** Lets so much time pass: runs what falls due in its order, and between any two tasks whatever they set going. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#elapsed + milliseconds
    await settle()
    for (let next = this.#nextUntil(until); next; next = this.#nextUntil(until)) {
      const [id, { at, task }] = next
      this.#tasks.delete(id)
      this.#elapsed = Math.max(this.#elapsed, at)
      task()
      await settle()
    }
    this.#elapsed = until
  }

  /** Time jumps, as for a process that was stopped: what fell due meanwhile runs late, with the next advance. */
  leap(milliseconds: number): void {
    this.#elapsed += milliseconds
  }

  #nextUntil(until: number): [number, { readonly at: number; readonly task: () => void }] | undefined {
    let first: [number, { readonly at: number; readonly task: () => void }] | undefined
    for (const entry of this.#tasks) if (entry[1].at <= until && (!first || entry[1].at < first[1].at)) first = entry
    return first
  }
}

/** Resolves when no promise has anything left to do: the next tick comes once Node has run every microtask, and costs no turn of the event loop. */
const settle = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))
