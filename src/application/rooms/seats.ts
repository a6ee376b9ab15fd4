import type { UserId } from '../../domain/ids.js'
import type { Connection } from '../ports/socket-transport.js'

/** Which sockets hear of a chat, and from which message number on: what is below is not theirs to see. */
export class Seats<C extends Connection> {
  readonly #firstNumbers = new Map<C, number>()
  #highestFirst = 0

  get size(): number {
    return this.#firstNumbers.size
  }

  get connections(): Iterable<C> {
    return this.#firstNumbers.keys()
  }

  set(connection: C, firstNumber: number): void {
    this.#firstNumbers.set(connection, firstNumber)
    this.#highestFirst = Math.max(this.#highestFirst, firstNumber)
  }

  delete(connection: C): void {
    this.#firstNumbers.delete(connection)
  }

  clear(): void {
    this.#firstNumbers.clear()
  }

  /** Whether everybody may see a message of this number. */
  allSee(number: number): boolean {
    return number >= this.#highestFirst
  }

  /** Those who may see a message of this number, and those who may not. */
  split(number: number): readonly [readonly C[], readonly C[]] {
    const [seeing, skipping]: [C[], C[]] = [[], []]
    for (const [connection, firstNumber] of this.#firstNumbers) (number >= firstNumber ? seeing : skipping).push(connection)
    return [seeing, skipping]
  }

  /** Takes in what has changed; `null` is for those who are in the chat no longer. Answers their sockets, which keep their seats for now. */
  update(changed: ReadonlyMap<UserId, number | null>): readonly C[] {
    if (changed.size === 0) return []
    const gone: C[] = []
    for (const connection of this.#firstNumbers.keys()) {
      const firstNumber = changed.get(connection.userId)
      if (firstNumber === null) gone.push(connection)
      else if (firstNumber !== undefined) this.set(connection, firstNumber)
    }
    return gone
  }
}
