import type { Connection, SocketTransport } from '../ports/socket-transport.js'
import type { Timers } from '../ports/timers.js'
import { resyncFrame } from './frames.js'

/** Milliseconds: a client syncs as soon as it is ready. Each time it is told so is followed by a longer pause. */
const firstPause = 5_000
const longestPause = 60_000

/**
 * Sockets that no command has subscribed yet. Where the sync was answered by a node that could not reach this one, the command was lost, and
 * with it everything that would come: such a socket is told to resync.
 */
export class Unsubscribed<C extends Connection> {
  readonly #transport: SocketTransport<C>
  readonly #timers: Timers
  readonly #cancels = new Map<C, () => void>()

  constructor(transport: SocketTransport<C>, timers: Timers) {
    this.#transport = transport
    this.#timers = timers
  }

  add(connection: C, pause = firstPause): void {
    const tell = () => {
      this.#transport.send(resyncFrame, [connection], 'vital')
      this.add(connection, Math.min(2 * pause, longestPause))
    }
    this.#cancels.set(connection, this.#timers.after(pause, tell))
  }

  /** They are subscribed, or gone. */
  remove(connections: Iterable<C>): void {
    for (const connection of connections) {
      this.#cancels.get(connection)?.()
      this.#cancels.delete(connection)
    }
  }
}
