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

/** Whoever is owed something. */
export interface Due {
  /** The marks of the sweeps in which its turn has yet to come. For them to set. */
  turns: number
  flush(): void
}

/** A crowd takes half of the event loop's time at most, everybody else two thirds. */
export const sweepsBy = (timers: Timers): Sweeps => ({ crowd: new Sweep(timers, 1, 1), few: new Sweep(timers, 0.5, 2) })

/**
 * Runs tasks once this turn of the event loop has been handled, a few at a time so that nobody else waits for all of them. After a sweep of a slice or more
 * there is none for a while, and what comes meanwhile shares the next one. Whoever comes after a rest is begun with at once.
 */
export class Sweep {
  readonly #timers: Timers
  readonly #restShare: number
  readonly #mark: number
  #due: Due[] = []
  /** How many of those have had their turn. */
  #done = 0
  #next: Due[] = []
  #spent = 0
  #state: 'idle' | 'sweeping' | 'resting' = 'idle'

  /**
   * @param restShare How long it rests, of the time that a sweep took.
   * @param mark A bit of its own among the sweeps that share tasks.
   */
  constructor(timers: Timers, restShare: number, mark: number) {
    this.#timers = timers
    this.#restShare = restShare
    this.#mark = mark
  }

  /** The same task again before its turn has come runs once. */
  run(task: Due): void {
    if (task.turns & this.#mark) return
    task.turns |= this.#mark
    this.#next.push(task)
    if (this.#state === 'idle') this.#begin()
  }

  #begin(): void {
    this.#state = 'sweeping'
    setImmediate(() => {
      this.#due = this.#next
      this.#next = []
      this.#done = 0
      this.#spent = 0
      this.#slice()
    })
  }

  readonly #slice = (): void => {
    const began = this.#timers.elapsed()
    let now = began
    for (let task = this.#due[this.#done]; task && now - began < slice; task = this.#due[this.#done]) {
      this.#done += 1
      task.turns &= ~this.#mark
      task.flush()
      now = this.#timers.elapsed()
    }
    this.#spent += now - began
    if (this.#done < this.#due.length) setImmediate(this.#slice)
    else this.#rest()
  }

  /** A timer is no shorter than a slice: what took less is followed at once. */
  #rest(): void {
    this.#state = 'resting'
    this.#due = []
    if (this.#spent < slice) this.#goOn()
    else this.#timers.after(Math.min(this.#spent * this.#restShare, longestRest), () => this.#goOn())
  }

  #goOn(): void {
    if (this.#next.length > 0) this.#begin()
    else this.#state = 'idle'
  }
}
