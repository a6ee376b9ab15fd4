import type { ChatId } from '../../domain/ids.js'
import type { ChatHeads } from '../ports/chat-heads.js'
import type { Timers } from '../ports/timers.js'
import { within } from '../realtime/within.js'

/** What the relay needs of a node's rooms. */
export interface RelayedRooms {
  readonly chatIds: readonly ChatId[]
  /** `null` for a chat that is gone. */
  repair(heads: ReadonlyMap<ChatId, number | null>): Promise<void>
}

/** All in milliseconds. */
const interval = 400
const spread = 200
const longestRead = 2_500
/** What has been there for so long and was not heard is not on its way any more. A chat may never be quiet for so long: so the relay waits. */
const settling = 500
/** A change has the time at which it was made: it may be committed so much later. */
const longestCommit = 5_500

/**
 * About once a second compares how far the rooms of this node have heard with where their chats stand, and has them repaired: so a change
 * reaches live sockets when nobody announced it, or nobody here heard. One question at a time, none while there are no rooms.
 */
export class Relay {
  readonly #rooms: RelayedRooms
  readonly #heads: ChatHeads
  readonly #timers: Timers
  /** Up to when changes were looked for. */
  #lookedUpTo = 0
  #rounds = 0
  #cancel: (() => void) | null = null

  constructor(rooms: RelayedRooms, heads: ChatHeads, timers: Timers) {
    this.#rooms = rooms
    this.#heads = heads
    this.#timers = timers
  }

  start(): void {
    this.#lookedUpTo = this.#timers.elapsed()
    this.#next()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  /** The rounds are spread by the golden ratio: nodes that start together do not ask together for long. */
  #next(): void {
    this.#rounds += 1
    const wait = interval + ((this.#rounds * 0.618_034) % 1) * spread
    this.#cancel = this.#timers.after(wait, () => void this.#round())
  }

  async #round(): Promise<void> {
    await this.#look()
    if (this.#cancel) this.#next()
  }

  /** A round that fails leaves its time for the next one to look back to. */
  async #look(): Promise<void> {
    const now = this.#timers.elapsed()
    const { chatIds } = this.#rooms
    if (chatIds.length > 0) {
      const asked = this.#heads.headsChangedBetween(chatIds, now - this.#lookedUpTo + longestCommit, 0)
      const heads = await within(this.#timers, longestRead, asked).catch(() => null)
      if (!heads) return
      await new Promise<void>((resolve) => void this.#timers.after(settling, resolve))
      await this.#rooms.repair(heads)
    }
    this.#lookedUpTo = now
  }
}
