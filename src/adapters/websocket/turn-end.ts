/** Runs each task once, when everything that this turn of the event loop brought has been handled. */
export class TurnEnd {
  #tasks = new Set<() => void>()

  /** The same task again in one turn runs once. */
  run(task: () => void): void {
    if (this.#tasks.size === 0) setImmediate(() => this.#runAll())
    this.#tasks.add(task)
  }

  #runAll(): void {
    const tasks = this.#tasks
    this.#tasks = new Set()
    for (const task of tasks) task()
  }
}
