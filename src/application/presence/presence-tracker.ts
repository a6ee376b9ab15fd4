import type { UserId } from '../../domain/ids.js'
import type { PresenceStatus } from '../../domain/presence.js'
import { chunksOf } from '../chunks.js'
import type { Clock } from '../ports/clock.js'
import type { MessageBroadcaster } from '../ports/message-broadcaster.js'
import type { PresenceDirectory } from '../ports/presence-directory.js'
import type { EnteredSocket, PresenceLeases } from '../ports/presence-leases.js'
import type { Connection } from '../ports/socket-transport.js'
import type { Timers } from '../ports/timers.js'
import type { PresenceAnnouncer } from './presence-announcer.js'

export interface PresenceTrackerParts {
  readonly leases: PresenceLeases
  readonly directory: PresenceDirectory
  readonly announcer: PresenceAnnouncer
  readonly broadcaster: MessageBroadcaster
  readonly clock: Clock
  readonly timers: Timers
}

/** Milliseconds, and ticks: what comes and goes within a tick is told together. */
const tick = 250
const ticksPerExpiry = 4
const ticksPerRenewal = 20
/** Users and sockets a call: a herd takes several, and stops nobody else for long. */
const mostTold = 500

/**
 * Keeps the leases of this node's sockets, and has it told who came and went. Nothing waits for it: a socket is served before its lease is
 * taken, and while leases are away the sockets that came and went since are remembered, and nothing else.
 */
export class PresenceTracker {
  readonly #parts: PresenceTrackerParts
  readonly #held = new Map<string, EnteredSocket>()
  readonly #entered = new Map<string, EnteredSocket>()
  readonly #left = new Map<string, EnteredSocket>()
  /** Who is offline, and has not been told of yet. */
  readonly #offline = new Set<UserId>()
  #ticks = 0
  #isQuiet = false
  #cancel: (() => void) | null = null

  constructor(parts: PresenceTrackerParts) {
    this.#parts = parts
  }

  connected({ id, userId }: Connection): void {
    const known = { userId, connectionId: id, since: this.#parts.clock.now() }
    this.#held.set(id, known)
    this.#entered.set(id, known)
  }

  disconnected({ id }: Connection): void {
    const known = this.#held.get(id)
    if (!known) return
    this.#held.delete(id)
    if (!this.#entered.delete(id)) this.#left.set(id, known)
  }

  start(): void {
    this.#cancel = this.#parts.timers.after(tick, () => void this.#round())
  }

  /** Tells what it can of the sockets that went last. */
  async stop(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    await this.#flush().catch(() => undefined)
  }

  async #round(): Promise<void> {
    this.#ticks += 1
    await this.#work().catch(() => undefined)
    if (this.#cancel) this.start()
  }

  async #work(): Promise<void> {
    if (this.#ticks % ticksPerRenewal === 0) await this.#renew()
    await this.#flush()
    if (this.#ticks % ticksPerExpiry !== 0) return
    await this.#dropReturned()
    for (const userId of await this.#parts.leases.expire()) this.#offline.add(userId)
    await this.#tellOffline()
  }

  /** Of those whom an earlier round could not tell of: who is back by now, on whatever node, is not offline. */
  async #dropReturned(): Promise<void> {
    if (this.#offline.size === 0) return
    for (const userId of (await this.#parts.leases.statusesOf([...this.#offline])).keys()) this.#offline.delete(userId)
  }

  async #tellOffline(): Promise<void> {
    const { directory, announcer, clock } = this.#parts
    for (const userIds of chunksOf([...this.#offline], mostTold)) {
      await directory.markSeen(userIds, clock.now())
      await announcer.announce(all(userIds, 'offline'))
      for (const userId of userIds) this.#offline.delete(userId)
    }
  }

  /** What leases remember nobody's sockets have told nobody that they are gone: of those who are still here there is nothing to tell. */
  async #renew(): Promise<void> {
    const standing = await this.#parts.leases.renew()
    if (standing === 'held') return
    this.#isQuiet = standing === 'lost'
    for (const [id, known] of this.#held) this.#entered.set(id, known)
  }

  async #flush(): Promise<void> {
    while (this.#entered.size + this.#left.size > 0) {
      const { online, surplus } = await this.#update(take(this.#left, mostTold), take(this.#entered, mostTold))
      for (const { userId, connectionId } of surplus)
        this.#parts.broadcaster.broadcast(`user:${userId}`, { kind: 'end-connections', userId, connectionIds: [connectionId] })
      if (!this.#isQuiet) await this.#parts.announcer.announce(all(online, 'online'))
    }
    this.#isQuiet = false
  }

  /** Whoever goes meanwhile has entered as far as leases know, so they are told that too. What was not taken is told again. */
  async #update(left: readonly EnteredSocket[], entered: readonly EnteredSocket[]): ReturnType<PresenceLeases['update']> {
    try {
      return await this.#parts.leases.update({ left, entered })
    } catch (error) {
      for (const known of left) this.#left.set(known.connectionId, known)
      for (const known of entered) if (this.#held.has(known.connectionId)) this.#entered.set(known.connectionId, known)
      throw error
    }
  }
}

function take(sockets: Map<string, EnteredSocket>, most: number): readonly EnteredSocket[] {
  const taken = [...sockets.values()].slice(0, most)
  for (const { connectionId } of taken) sockets.delete(connectionId)
  return taken
}

const all = (userIds: readonly UserId[], status: PresenceStatus) => new Map(userIds.map((userId) => [userId, status]))
