import type { Timers } from '../../application/ports/timers.js'

/** All in milliseconds. Ticks are short, so that what is due for each socket is due for few at a time. */
const tick = 100
const pingEvery = 15_000
const lookEvery = 1_000
/** A loop that stood still for so long has read no pongs either, nor heard what the network took. */
const standstill = 5_000

/** A socket that is asked now and then whether it is still there. */
export interface Checked {
  /** For every second or so. */
  checkProgress(): void
  /** For every 15 s. With `forgiving`, it was perhaps we who did not listen. */
  checkAlive(forgiving: boolean): void
}

/** The open sockets, each of which is checked in its turn. */
export class SocketChecks {
  readonly #timers: Timers
  /** Each with when it is to be pinged, the next one first. */
  readonly #sockets = new Map<Checked, number>()
  #lastTick: number
  #lastLook: number
  #stoodStillAt = Number.NEGATIVE_INFINITY
  #cancel: () => void = () => {}

  constructor(timers: Timers) {
    this.#timers = timers
    this.#lastTick = timers.elapsed()
    this.#lastLook = this.#lastTick
    this.#tickLater()
  }

  get size(): number {
    return this.#sockets.size
  }

  add(socket: Checked): void {
    this.#sockets.set(socket, this.#timers.elapsed() + pingEvery)
  }

  delete(socket: Checked): void {
    this.#sockets.delete(socket)
  }

  stop(): void {
    this.#cancel()
  }

  #tickLater(): void {
    this.#cancel = this.#timers.after(tick, () => {
      this.#tickLater()
      const now = this.#timers.elapsed()
      if (now - this.#lastTick > standstill) this.#stoodStillAt = now
      this.#lastTick = now
      const forgiving = now - this.#stoodStillAt < lookEvery
      if (now - this.#lastLook >= lookEvery) this.#look(now, forgiving)
      this.#ping(now, forgiving)
    })
  }

  #look(now: number, forgiving: boolean): void {
    this.#lastLook = now
    if (!forgiving) for (const socket of this.#sockets.keys()) socket.checkProgress()
  }

  /** At most three times as many as are due in a tick if all came evenly: those who came together drift apart. */
  #ping(now: number, forgiving: boolean): void {
    let most = Math.ceil((3 * tick * this.#sockets.size) / pingEvery)
    for (const [socket, due] of this.#sockets) {
      if (due > now || most-- === 0) break
      this.#sockets.delete(socket)
      this.#sockets.set(socket, now + pingEvery)
      socket.checkAlive(forgiving)
    }
  }
}
