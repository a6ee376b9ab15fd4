import type { Importance } from '../../application/ports/socket-transport.js'
import { resyncFrame } from '../../application/realtime/frames.js'
import type { Due } from './sweep.js'
import { textFrame } from './text-frame.js'

/** Bytes not yet handed to the network, above which passing frames are spared, durable ones are, and the socket is given up. */
export const limits = { passing: 64 * 1024, durable: 512 * 1024, everything: 1024 * 1024 } as const

/** Bytes a write may hold: what is written shows no progress until all of it is gone. */
const mostPerWrite = 64 * 1024
const owed = textFrame(resyncFrame)

/** What waits to be written to one socket: never more than the limits, in order, with a `resync` in place of what was dropped. */
export class Outbox implements Due {
  turns = 0
  readonly #write: (frames: readonly Buffer[], bytes: number, written: () => void) => void
  readonly #now: () => number
  #queue: Buffer[] = []
  #queued = 0
  #writing = 0
  #writingSince = 0
  #owesResync = false

  /** `write` calls back once the network has taken all of the frames. */
  constructor(write: (frames: readonly Buffer[], bytes: number, written: () => void) => void, now: () => number) {
    this.#write = write
    this.#now = now
  }

  get unsent(): number {
    return this.#queued + this.#writing
  }

  /** Milliseconds for which the network has taken nothing of what it was given. */
  get stalledFor(): number {
    return this.#writing === 0 ? 0 : this.#now() - this.#writingSince
  }

  /** Answers `false` if the socket is too far behind to go on. */
  offer(frame: Buffer, importance: Importance): boolean {
    if (importance === 'passing' && this.unsent > limits.passing) return true
    if (importance === 'durable' && (this.#owesResync || this.unsent > limits.durable)) {
      this.#owesResync = true
      return true
    }
    if (this.unsent + frame.length > limits.everything) return false
    this.#queue.push(frame)
    this.#queued += frame.length
    return true
  }

  /** Writes what waits, in one write if it is not uncommonly much, unless a write is under way: its end comes back here. */
  flush(): void {
    this.#writeUpTo(mostPerWrite)
  }

  /** The last time: whatever it is. */
  flushAll(): void {
    this.#writeUpTo(Number.POSITIVE_INFINITY)
  }

  #writeUpTo(most: number): void {
    if (this.#writing > 0 || this.#queue.length === 0) return
    let [count, bytes] = [0, 0]
    while (count < this.#queue.length && (count === 0 || bytes + (this.#queue[count]?.length ?? 0) <= most)) {
      bytes += this.#queue[count]?.length ?? 0
      count += 1
    }
    const frames = count === this.#queue.length ? this.#queue : this.#queue.slice(0, count)
    this.#queue = this.#queue.slice(count)
    this.#queued -= bytes
    this.#writing = bytes
    this.#writingSince = this.#now()
    this.#write(frames, bytes, () => this.#written())
  }

  clear(): void {
    this.#queue = []
    this.#queued = 0
    this.#owesResync = false
  }

  #written(): void {
    this.#writing = 0
    if (this.#owesResync && this.#queue.length === 0) {
      this.#owesResync = false
      this.#queue.push(owed)
      this.#queued += owed.length
    }
    this.flush()
  }
}
