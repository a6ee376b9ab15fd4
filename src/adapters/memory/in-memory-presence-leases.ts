import type { EnteredSocket, HeldSocket, LeaseUpdate, PresenceLeases } from '../../application/ports/presence-leases.js'
import type { Timers } from '../../application/ports/timers.js'
import type { UserId } from '../../domain/ids.js'
import type { LiveStatus } from '../../domain/presence.js'

export interface PresenceLeaseOptions {
  /** Milliseconds for which a node's leases hold after it last said that it lives. */
  readonly lease?: number
  /** Milliseconds after their last socket for which somebody is not yet offline. */
  readonly absence?: number
  /** Sockets a user may hold on all nodes together. */
  readonly socketsPerUser?: number
}

export const defaultPresenceLeases = { lease: 30_000, absence: 10_000, socketsPerUser: 10 } as const

interface Held extends EnteredSocket {
  readonly node: InMemoryPresenceLeases
}

/** The leases of nodes that share a process. */
export class InMemoryPresence {
  readonly timers: Timers
  readonly options: Required<PresenceLeaseOptions>
  readonly statuses = new Map<UserId, LiveStatus>()
  /** Oldest first. */
  readonly sockets = new Map<UserId, Held[]>()
  readonly liveUntil = new Map<InMemoryPresenceLeases, number>()
  readonly absentSince = new Map<UserId, number>()

  constructor(timers: Timers, options: PresenceLeaseOptions = {}) {
    this.timers = timers
    this.options = { ...defaultPresenceLeases, ...options }
  }

  /** A node's end. */
  node(): InMemoryPresenceLeases {
    return new InMemoryPresenceLeases(this)
  }
}

export class InMemoryPresenceLeases implements PresenceLeases {
  readonly #all: InMemoryPresence

  /** Made by `InMemoryPresence.node()`. */
  constructor(all: InMemoryPresence) {
    this.#all = all
  }

  async update({ entered, left }: LeaseUpdate): ReturnType<PresenceLeases['update']> {
    this.#live()
    for (const { userId, connectionId } of left)
      this.#keep(userId, (held) => held.node !== this || held.connectionId !== connectionId, this.#all.timers.elapsed())
    const online = entered.flatMap((socket) => this.#enter(socket))
    return { online, surplus: entered.flatMap(({ userId }) => this.#surplusOf(userId)) }
  }

  async renew(): ReturnType<PresenceLeases['renew']> {
    const known = this.#all.liveUntil.has(this)
    this.#live()
    return known ? 'held' : 'forgotten'
  }

  async expire(): Promise<readonly UserId[]> {
    const { liveUntil, absentSince, statuses, sockets, options, timers } = this.#all
    const now = timers.elapsed()
    for (const [node, until] of liveUntil) if (until <= now) this.#bury(node)
    const offline = [...absentSince].flatMap(([userId, since]) => (since + options.absence <= now ? userId : []))
    for (const userId of offline) for (const state of [absentSince, statuses, sockets]) state.delete(userId)
    return offline
  }

  async statusesOf(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, LiveStatus>> {
    return new Map(userIds.flatMap((userId) => [[userId, this.#all.statuses.get(userId)] as const]).filter(isLive))
  }

  async setAway(userId: UserId, away: boolean): Promise<boolean> {
    const before = this.#all.statuses.get(userId)
    const after = away ? 'away' : 'online'
    if (before === undefined || before === after) return false
    this.#all.statuses.set(userId, after)
    return true
  }

  #live(): void {
    this.#all.liveUntil.set(this, this.#all.timers.elapsed() + this.#all.options.lease)
  }

  #enter({ userId, connectionId, since }: EnteredSocket): readonly UserId[] {
    const { sockets, absentSince, statuses } = this.#all
    const held = (sockets.get(userId) ?? []).filter((each) => each.connectionId !== connectionId)
    const all = [...held, { userId, connectionId, node: this, since }]
    sockets.set(
      userId,
      all.sort((a, b) => a.since.getTime() - b.since.getTime()),
    )
    absentSince.delete(userId)
    if (statuses.has(userId)) return []
    statuses.set(userId, 'online')
    return [userId]
  }

  #surplusOf(userId: UserId): readonly HeldSocket[] {
    const { sockets, liveUntil, options, timers } = this.#all
    const now = timers.elapsed()
    const held = (sockets.get(userId) ?? []).filter(({ node }) => (liveUntil.get(node) ?? 0) > now)
    const surplus = held.slice(0, Math.max(0, held.length - options.socketsPerUser))
    if (surplus.length > 0) sockets.set(userId, held.slice(surplus.length))
    return surplus.map(({ connectionId }) => ({ userId, connectionId }))
  }

  /** A node that died has been silent for long enough: nobody has to be waited for once more. */
  #bury(node: InMemoryPresenceLeases): void {
    this.#all.liveUntil.delete(node)
    const long = this.#all.timers.elapsed() - this.#all.options.absence
    for (const userId of this.#all.sockets.keys()) this.#keep(userId, (held) => held.node !== node, long)
  }

  #keep(userId: UserId, isKept: (held: Held) => boolean, absentSince: number): void {
    const before = this.#all.sockets.get(userId) ?? []
    const kept = before.filter(isKept)
    if (kept.length === before.length) return
    this.#all.sockets.set(userId, kept)
    if (kept.length === 0 && !this.#all.absentSince.has(userId)) this.#all.absentSince.set(userId, absentSince)
  }
}

const isLive = (entry: readonly [UserId, LiveStatus | undefined]): entry is readonly [UserId, LiveStatus] => entry[1] !== undefined
