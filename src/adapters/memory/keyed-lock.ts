/** Lets one holder a key at a time, in the order of asking. */
export class KeyedLock {
  readonly #tails = new Map<string, Promise<void>>()

  /** Resolves once the key is free, with how to give it back. */
  async acquire(key: string): Promise<() => void> {
    const before = this.#tails.get(key)
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const tail = (before ?? Promise.resolve()).then(() => held)
    this.#tails.set(key, tail)
    await before
    return () => {
      release()
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    }
  }
}
