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
  readonly #above = new Set<number>()
  readonly #left = new Set<ChatId>()

  /** Everything up to here was heard, or is the clients' to fetch; `null` until that can be said of anything. */
  get position(): number | null {
    return this.#position
  }

  hear({ chatId, seq }: OwnChange): void {
    if (seq === null) this.#left.add(chatId)
    else if (this.#above.size < mostHeld) this.#above.add(seq)
    this.#advance()
  }

  /** Those that were not heard of, up to a state of the counter. */
  missed(changes: readonly UserChange[], upTo: number): readonly UserChange[] {
    return changes.filter(({ chatId, seq, isIn }) => seq <= upTo && !this.#above.has(seq) && (isIn || !this.#left.has(chatId)))
  }

  /** Up to here nothing is missing any more; of what has been left by then, nothing more is to come. */
  advanceTo(upTo: number, changes: readonly UserChange[] = []): void {
    this.#position = Math.max(this.#position ?? 0, upTo)
    for (const { chatId, seq } of changes) if (seq <= upTo) this.#left.delete(chatId)
    if (this.#left.size > mostHeld) this.#left.clear()
    this.#advance()
  }

  #advance(): void {
    if (this.#position === null) return
    for (const seq of this.#above) if (seq <= this.#position) this.#above.delete(seq)
    while (this.#above.delete(this.#position + 1)) this.#position += 1
  }
}
