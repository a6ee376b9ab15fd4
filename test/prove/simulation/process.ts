import type { Timers } from '../../../src/application/ports/timers.js'

/** A node's process: whatever reaches it comes in here, later while it is stopped, and never once it is dead. */
export class SimulatedProcess {
  /** Rejects when the process dies. */
  readonly died: Promise<never>
  #state: 'running' | 'stopped' | 'dead' = 'running'
  readonly #waiting: (() => void)[] = []
  #die: (reason: Error) => void = () => undefined

  constructor() {
    this.died = new Promise((_, reject) => {
      this.#die = reject
    })
    this.died.catch(() => undefined)
  }

  get isDead(): boolean {
    return this.#state === 'dead'
  }

  enter(task: () => void): void {
    if (this.#state === 'running') task()
    else if (this.#state === 'stopped') this.#waiting.push(task)
  }

  /** A promise from outside, as the process sees it. */
  see<Result>(promise: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      promise.then(
        (result) => this.enter(() => resolve(result)),
        (error) => this.enter(() => reject(error)),
      )
    })
  }

  timers(inner: Timers): Timers {
    return { after: (milliseconds, task) => inner.after(milliseconds, () => this.enter(task)), elapsed: () => inner.elapsed() }
  }

  /** SIGSTOP, SIGCONT, SIGKILL. */
  stop(): void {
    if (this.#state === 'running') this.#state = 'stopped'
  }

  resume(): void {
    if (this.#state !== 'stopped') return
    this.#state = 'running'
    for (const task of this.#waiting.splice(0)) this.enter(task)
  }

  kill(): void {
    this.#state = 'dead'
    this.#die(new Error('the process has died'))
  }
}
