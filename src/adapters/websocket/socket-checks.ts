import { every } from '../../application/every.js'
import type { Timers } from '../../application/ports/timers.js'
import type { ClientSocket } from './client-socket.js'

/** All in milliseconds. */
const tick = 100
const pingEvery = 15_000
const lookEvery = 1_000
/** A ping may be so late, so that those who came together are not pinged together: twice that, and two pings, are within the 35 s promised. */
const latest = 2_000
/** A loop that stood still for so long has read no pongs either, nor heard what the network took; it has after so much more. */
const standstill = 5_000
const catchingUp = 1_000

/** The open sockets, each of which is checked in its turn. */
export class SocketChecks {
  readonly #timers: Timers
  /** Each with when it is to be pinged, the next one first. */
  readonly #sockets = new Map<ClientSocket, number>()
  #lastTick: number
  #lastLook: number
  #awakeSince = Number.NEGATIVE_INFINITY
  /** No more checks. */
  readonly stop: () => void

  constructor(timers: Timers) {
    this.#timers = timers
    this.#lastTick = timers.elapsed()
    this.#lastLook = this.#lastTick
    this.stop = every(timers, tick, () => this.#check())
  }

  get size(): number {
    return this.#sockets.size
  }

  add(socket: ClientSocket): void {
    this.#sockets.set(socket, this.#timers.elapsed() + pingEvery)
  }

  delete(socket: ClientSocket): void {
    this.#sockets.delete(socket)
  }

  #check(): void {
    const now = this.#timers.elapsed()
    if (now - this.#lastTick > standstill) this.#awakeSince = now
    this.#lastTick = now
    const forgiving = now - this.#awakeSince < catchingUp
    if (now - this.#lastLook >= lookEvery) this.#look(now, forgiving)
    this.#ping(now, forgiving)
  }

  #look(now: number, forgiving: boolean): void {
    this.#lastLook = now
    if (!forgiving) for (const socket of this.#sockets.keys()) socket.checkProgress()
  }

  #ping(now: number, forgiving: boolean): void {
    let left = Math.ceil((this.#sockets.size * tick) / latest)
    for (const [socket, due] of this.#sockets) {
      const isLate = now - Math.max(due, this.#awakeSince) >= latest
      if (due > now || (left-- <= 0 && !isLate)) break
      this.#sockets.delete(socket)
      this.#sockets.set(socket, now + pingEvery)
      socket.checkAlive(forgiving)
    }
  }
}
