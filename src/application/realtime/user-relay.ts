import type { UserId } from '../../domain/ids.js'
import { passed } from '../passed.js'
import type { Timers } from '../ports/timers.js'
import type { UserChanges } from '../ports/user-changes.js'
import { Rounds } from '../rounds.js'
import { HeardChanges, type OwnChange } from './heard-changes.js'
import { within } from './within.js'

/** All in milliseconds. */
const interval = 500
const longestRead = 2_500
/** What has been there for so long and was not heard is not on its way any more. */
const settling = 500
/** What is before any counter. */
const noneKnown = -1

/** Whose counters are to be read next, and when they have been. */
interface Baselines {
  readonly users: Set<UserId>
  readonly read: Promise<void>
}

/**
 * About once a second compares how far this node has heard of each of its users with where their counters stand. Whose node missed something
 * (a chat they entered or left, their own marks) is told of, once: their sockets are to sync. One question for all of them.
 */
export class UserRelay {
  readonly #changes: UserChanges
  readonly #timers: Timers
  readonly #tell: (userId: UserId) => void
  readonly #users = new Map<UserId, HeardChanges>()
  #baselines: Baselines | null = null
  /** The reading of the last ones. */
  #lastRead: Promise<void> = Promise.resolve()
  readonly #rounds: Rounds

  constructor(changes: UserChanges, timers: Timers, tell: (userId: UserId) => void, onFailure: (reason: unknown) => void) {
    this.#changes = changes
    this.#timers = timers
    this.#tell = tell
    this.#rounds = new Rounds(timers, { work: () => this.#look(), pause: interval, onFailure })
  }

  start(): void {
    this.#rounds.start(interval)
  }

  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  /** From when this resolves on, a change later than now is heard, or told of. Those who ask while others are read, are read together. */
  follow(userId: UserId): Promise<void> {
    if (this.#users.has(userId)) return Promise.resolve()
    this.#users.set(userId, new HeardChanges())
    this.#baselines ??= this.#nextBaselines()
    this.#baselines.users.add(userId)
    return this.#baselines.read
  }

  forget(userId: UserId): void {
    this.#users.delete(userId)
  }

  heard(userId: UserId, change: OwnChange): void {
    this.#users.get(userId)?.hear(change)
  }

  #nextBaselines(): Baselines {
    const users = new Set<UserId>()
    const read = this.#lastRead.then(() => this.#readBaselines(users))
    this.#lastRead = read
    return { users, read }
  }

  async #readBaselines(users: ReadonlySet<UserId>): Promise<void> {
    this.#baselines = null
    const counters = await this.#countersBeyond(new Map([...users].map((userId) => [userId, noneKnown])))
    for (const [userId, counter] of counters ?? []) this.#users.get(userId)?.advanceTo(counter)
  }

  /** A round that fails leaves everything to the next. */
  async #look(): Promise<number> {
    const known = new Map([...this.#users].map(([userId, { position }]) => [userId, position ?? noneKnown]))
    const counters = known.size === 0 ? null : await this.#countersBeyond(known)
    if (!counters) return interval
    await passed(this.#timers, settling)
    const behind = new Map<UserId, number>()
    for (const [userId, counter] of counters) {
      const heard = this.#users.get(userId)
      if (heard?.position === null) this.#catchUp(userId, heard, counter)
      else if (heard && heard.position < counter) behind.set(userId, heard.position)
    }
    if (behind.size > 0) await this.#compare(behind, counters)
    return interval
  }

  async #compare(behind: ReadonlyMap<UserId, number>, counters: ReadonlyMap<UserId, number>): Promise<void> {
    const found = await within(this.#timers, longestRead, this.#changes.changesAfter(behind)).catch(() => null)
    for (const userId of found ? behind.keys() : []) {
      const [heard, changes, counter] = [this.#users.get(userId), found?.get(userId) ?? [], counters.get(userId) ?? 0]
      if (!heard) continue
      if (heard.missed(changes, counter).length > 0) this.#tell(userId)
      heard.advanceTo(counter, changes)
    }
  }

  /** It was not known from where on: whatever came since may be missing. */
  #catchUp(userId: UserId, heard: HeardChanges, counter: number): void {
    heard.advanceTo(counter)
    this.#tell(userId)
  }

  #countersBeyond(known: ReadonlyMap<UserId, number>): Promise<ReadonlyMap<UserId, number> | null> {
    return within(this.#timers, longestRead, this.#changes.countersBeyond(known)).catch(() => null)
  }
}
