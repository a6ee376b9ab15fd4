import type { ChatId } from '../../domain/ids.js'
import { passed } from '../passed.js'
import { type ChatHeads, longestCommit } from '../ports/chat-heads.js'
import type { Timers } from '../ports/timers.js'
import { within } from '../realtime/within.js'
import { Rounds } from '../rounds.js'

/** What the relay needs of a node's rooms. */
export interface RelayedRooms {
  readonly chatIds: readonly ChatId[]
  /** `null` for a chat that is gone. Answers whether no room is behind these heads any more. */
  repair(heads: ReadonlyMap<ChatId, number | null>): Promise<boolean>
}

/** All in milliseconds. */
const interval = 500
const longestRead = 2_500
/** What has been there for so long and was not heard is not on its way any more. A chat may never be quiet for so long: so the relay waits. */
const settling = 500

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
  readonly #rounds: Rounds

  constructor(rooms: RelayedRooms, heads: ChatHeads, timers: Timers, onFailure: (reason: unknown) => void) {
    this.#rooms = rooms
    this.#heads = heads
    this.#timers = timers
    this.#rounds = new Rounds(timers, { work: () => this.#look(), pause: interval, onFailure })
  }

  start(): void {
    this.#lookedUpTo = this.#timers.elapsed()
    this.#rounds.start(interval)
  }

  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  /** A round that fails, or that leaves something behind, leaves its time for the next one to look back to. */
  async #look(): Promise<number> {
    const now = this.#timers.elapsed()
    const { chatIds } = this.#rooms
    if (chatIds.length > 0) {
      const asked = this.#heads.headsChangedBetween(chatIds, now - this.#lookedUpTo + longestCommit, 0)
      const heads = await within(this.#timers, longestRead, asked).catch(() => null)
      if (!heads) return interval
      await passed(this.#timers, settling)
      if (!(await this.#rooms.repair(heads))) return interval
    }
    this.#lookedUpTo = now
    return interval
  }
}
