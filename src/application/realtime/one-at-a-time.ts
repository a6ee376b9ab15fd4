/** Work that is asked for at any time and done once at a time: what is asked for meanwhile is one more time after it. */
export class OneAtATime {
  readonly #work: () => Promise<void>
  #isRunning = false
  #isWanted = false

  /** `work` must not reject. */
  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  ask(): void {
    this.#isWanted = true
    if (!this.#isRunning) void this.#run()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#isWanted) {
      this.#isWanted = false
      await this.#work()
    }
    this.#isRunning = false
  }
}
