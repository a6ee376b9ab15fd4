import type { ChatId } from '../../domain/ids.js'
import type { ChangeLog, LaterSeats, LaterState } from '../ports/change-log.js'
import type { Timers } from '../ports/timers.js'
import { within } from '../realtime/within.js'

/** Milliseconds. */
const longest = 2_000

/** So many changes are fetched for a room; who misses more is quicker with a sync. */
export const mostRepaired = 200

/** Reads what was missed, for rooms that wait for it: not for long. Both answer `null` if it cannot be known in time. */
export class Repairs {
  readonly #log: ChangeLog
  readonly #timers: Timers
  readonly #counts = new Map([
    ['changes', 0],
    ['seats', 0],
  ])

  constructor(log: ChangeLog, timers: Timers) {
    this.#log = log
    this.#timers = timers
  }

  /** How many chats were read, by what for. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  changesAfter(heard: ReadonlyMap<ChatId, number>): Promise<ReadonlyMap<ChatId, LaterState> | null> {
    this.#count('changes', heard.size)
    return within(this.#timers, longest, this.#log.changesAfter(heard, mostRepaired)).catch(() => null)
  }

  seatsChangedAfter(known: ReadonlyMap<ChatId, number>): Promise<ReadonlyMap<ChatId, LaterSeats> | null> {
    this.#count('seats', known.size)
    return within(this.#timers, longest, this.#log.seatsChangedAfter(known)).catch(() => null)
  }

  #count(what: string, chats: number): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + chats)
  }
}
