/** Counts who has taken a command. */
export class Acknowledgements {
  readonly #open = new Map<string, { taken: number; expected: number | null; readonly finish: (all: boolean) => void }>()

  /** Resolves `true` once as many have taken it as `expected` says, `false` when the time is over or it is not known how many there are. */
  wait(command: string, expected: Promise<number | null>, milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish(false), milliseconds)
      const finish = (all: boolean): void => {
        clearTimeout(timer)
        this.#open.delete(command)
        resolve(all)
      }
      const entry = { taken: 0, expected: null as number | null, finish }
      this.#open.set(command, entry)
      void expected.then((count) => {
        if (count === null) return finish(false)
        entry.expected = count
        if (entry.taken >= count) finish(true)
      })
    })
  }

  /** May come before it is known how many are expected. */
  take(command: string): void {
    const entry = this.#open.get(command)
    if (!entry) return
    entry.taken += 1
    if (entry.expected !== null && entry.taken >= entry.expected) entry.finish(true)
  }

  abandon(): void {
    for (const { finish } of this.#open.values()) finish(false)
  }
}
