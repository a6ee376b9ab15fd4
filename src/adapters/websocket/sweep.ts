import type { Timers } from '../../application/ports/timers.js'

/** Milliseconds that a sweep holds the event loop at a time. */
const slice = 1
/** And rests at most: a process that stood still for long has not worked that long. */
const longestRest = 50

/** Those who are written to in turn: the sockets that share what is for many, and all others. */
export interface Sweeps {
  readonly crowd: Sweep
  readonly few: Sweep
}

/** A crowd takes half of the event loop's time at most, everybody else two thirds. */
export const sweepsBy = (timers: Timers): Sweeps => ({ crowd: new Sweep(timers, 1), few: new Sweep(timers, 0.5) })

/**
 * Runs tasks once this turn of the event loop has been handled, a few at a time so that nobody else waits for all of them. After a sweep of a slice or more
 * there is none for a while, and what comes meanwhile shares the next one. Whoever comes after a rest is begun with at once.
 */
export class Sweep {
  readonly #timers: Timers
  readonly #restShare: number
  #due = new Set<() => void>()
  #next = new Set<() => void>()
  #spent = 0
  #state: 'idle' | 'sweeping' | 'resting' = 'idle'

  /** @param restShare How long it rests, of the time that a sweep took. */
  constructor(timers: Timers, restShare: number) {
    this.#timers = timers
    this.#restShare = restShare
  }

  /** The same task again before its turn has come runs once. */
  run(task: () => void): void {
    if (this.#due.has(task)) return
    this.#next.add(task)
    if (this.#state === 'idle') this.#begin()
  }

  #begin(): void {
    this.#state = 'sweeping'
    setImmediate(() => {
      this.#due = this.#next
      this.#next = new Set()
      this.#spent = 0
      this.#slice()
    })
  }

  readonly #slice = (): void => {
    const began = this.#timers.elapsed()
    for (const task of this.#due) {
      this.#due.delete(task)
      task()
      if (this.#timers.elapsed() - began >= slice) break
    }
    this.#spent += this.#timers.elapsed() - began
    if (this.#due.size > 0) setImmediate(this.#slice)
    else this.#rest()
  }

  /** A timer is no shorter than a slice: what took less is followed at once. */
  #rest(): void {
    this.#state = 'resting'
    if (this.#spent < slice) this.#goOn()
    else this.#timers.after(Math.min(this.#spent * this.#restShare, longestRest), () => this.#goOn())
  }

  #goOn(): void {
    if (this.#next.size > 0) this.#begin()
    else this.#state = 'idle'
  }
}
