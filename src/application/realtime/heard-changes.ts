import type { ChatId } from '../../domain/ids.js'
import type { UserChange } from '../ports/user-changes.js'

/** Which chat a signal for a user is about, and the user's counter of it; `null` where they left. */
export interface OwnChange {
  readonly chatId: ChatId
  readonly seq: number | null
}

/** Of one user at most, before it is looked at what they are of. */
const mostHeld = 200

/** Which changes of one user's counter a node has heard of: they come in any order. */
export class HeardChanges {
  #position: number | null = null
  /** Both are few, of many users: an empty array takes less than an empty set. */
  #above: number[] = []
  #left: ChatId[] = []

  /** Everything up to here was heard, or is the clients' to fetch; `null` until that can be said of anything. */
  get position(): number | null {
    return this.#position
  }

  hear({ chatId, seq }: OwnChange): void {
    if (seq !== null && this.#above.length < mostHeld && !this.#above.includes(seq)) this.#above.push(seq)
    if (seq === null && !this.#left.includes(chatId)) this.#left.push(chatId)
    this.#advance()
  }

  /** Those that were not heard of, up to a state of the counter. */
  missed(changes: readonly UserChange[], upTo: number): readonly UserChange[] {
    return changes.filter(({ chatId, seq, isIn }) => seq <= upTo && !this.#above.includes(seq) && (isIn || !this.#left.includes(chatId)))
  }

  /** Up to here nothing is missing any more; of what has been left by then, nothing more is to come. */
  advanceTo(upTo: number, changes: readonly UserChange[] = []): void {
    this.#position = Math.max(this.#position ?? 0, upTo)
    this.#left = this.#left.filter((left) => !changes.some(({ chatId, seq }) => chatId === left && seq <= upTo))
    if (this.#left.length > mostHeld) this.#left = []
    this.#advance()
  }

  #advance(): void {
    if (this.#position === null) return
    for (const seq of this.#above.sort((one, other) => one - other)) if (seq === this.#position + 1) this.#position = seq
    const position = this.#position
    this.#above = this.#above.filter((seq) => seq > position)
  }
}
