import type { ChatId } from '../../domain/ids.js'
import { every } from '../every.js'
import { type ChatHeads, longestCommit } from '../ports/chat-heads.js'
import type { Connection, SocketTransport } from '../ports/socket-transport.js'
import type { Timers } from '../ports/timers.js'
import { heartbeatFrame } from './frames.js'
import { within } from './within.js'

/** What a client is promised at most, in seconds. */
export const heartbeatSeconds = 25

/** All in milliseconds: tick and read leave the promise room to hold when the loop or the database is slow. */
const interval = 20_000
const tick = 1_000
const longestRead = 2_500
/** Changes younger than this may still be on their way. */
const settling = 1_000
const noHeads: ReadonlyMap<ChatId, number> = new Map()

interface Beat {
  due: number
  /** Up to when the socket was told of changed heads. */
  toldUpTo: number
}

/** Tells each socket now and then where its chats stand in the database: the last resort against a change that nothing announced. */
export class Heartbeats<C extends Connection> {
  readonly #transport: SocketTransport<C>
  readonly #heads: ChatHeads
  readonly #timers: Timers
  readonly #chatsOf: (connection: C) => ReadonlySet<ChatId>
  readonly #beats = new Map<C, Beat>()
  #added = 0
  #cancel: (() => void) | null = null

  constructor(transport: SocketTransport<C>, heads: ChatHeads, timers: Timers, chatsOf: (connection: C) => ReadonlySet<ChatId>) {
    this.#transport = transport
    this.#heads = heads
    this.#timers = timers
    this.#chatsOf = chatsOf
  }

  /** The first ones are spread, so that sockets which came together are not served together. */
  add(connection: C): void {
    const now = this.#timers.elapsed()
    const spread = (this.#added++ % 10) * tick
    this.#beats.set(connection, { due: now + interval / 2 + spread, toldUpTo: now })
  }

  remove(connection: C): void {
    this.#beats.delete(connection)
  }

  start(): void {
    this.#cancel = every(this.#timers, tick, () => void this.#beat())
  }

  stop(): void {
    this.#cancel?.()
  }

  async #beat(): Promise<void> {
    const now = this.#timers.elapsed()
    const due = [...this.#beats].filter(([, beat]) => beat.due <= now)
    for (const [, beat] of due) beat.due = now + interval
    const chatIds = new Set(due.flatMap(([connection]) => [...this.#chatsOf(connection)]))
    const longest = Math.max(...due.map(([, beat]) => now - beat.toldUpTo), 0)
    const heads = chatIds.size === 0 ? noHeads : await this.#changedWithin([...chatIds], longest + settling + longestCommit)
    const quiet: C[] = []
    for (const [connection, beat] of due) {
      if (this.#beats.get(connection) !== beat) continue
      if (heads) beat.toldUpTo = now
      const own = new Map([...this.#chatsOf(connection)].flatMap((id) => (heads?.get(id) ? [[id, heads.get(id) ?? 0] as const] : [])))
      if (own.size === 0) quiet.push(connection)
      else this.#transport.send(heartbeatFrame(own), [connection], 'vital')
    }
    if (quiet.length > 0) this.#transport.send(heartbeatFrame(noHeads), quiet, 'vital')
  }

  /** `null` if it cannot be known in time: the next heartbeat then looks back further. */
  #changedWithin(chatIds: readonly ChatId[], milliseconds: number): Promise<ReadonlyMap<ChatId, number | null> | null> {
    return within(this.#timers, longestRead, this.#heads.headsChangedBetween(chatIds, milliseconds, settling)).catch(() => null)
  }
}
