import type { ChatId } from '../../domain/ids.js'
import type { Signal } from '../ports/message-broadcaster.js'
import type { Connection, SocketTransport } from '../ports/socket-transport.js'
import type { Timers } from '../ports/timers.js'
import { resyncFrame, skippedFrame } from './frames.js'
import { Sequencer } from './sequencer.js'

export type RoomSignal = Extract<Signal, { kind: 'room' }>

/** Milliseconds for which later changes wait for a missing one. */
const patience = 300
const mostHeld = 256

/** The sockets of this node that hear of one chat, and how far they have heard. */
export class Room<C extends Connection> {
  readonly chatId: ChatId
  /** Resolves once the chat's signals arrive here. */
  readonly joined: Promise<void>
  /** Set while the room is being opened: resolves when it is, whatever came of it. */
  opening: Promise<void> | null = null
  readonly #transport: SocketTransport<C>
  readonly #timers: Timers
  /** Each socket's first message number: what is below is not theirs to see. */
  readonly #seats = new Map<C, number>()
  readonly #sequencer = new Sequencer<RoomSignal>()
  #highestFirst = 0
  #cancelWatch: (() => void) | null = null

  constructor(chatId: ChatId, joined: Promise<void>, transport: SocketTransport<C>, timers: Timers) {
    this.chatId = chatId
    this.joined = joined
    this.#transport = transport
    this.#timers = timers
  }

  get isEmpty(): boolean {
    return this.#seats.size === 0
  }

  /** Whether it is known from which change on the room delivers. */
  get isPlaced(): boolean {
    return this.#sequencer.position !== null
  }

  get connections(): Iterable<C> {
    return this.#seats.keys()
  }

  seat(connection: C, firstNumber: number): void {
    this.#seats.set(connection, firstNumber)
    this.#highestFirst = Math.max(this.#highestFirst, firstNumber)
  }

  unseat(connection: C): void {
    this.#seats.delete(connection)
  }

  receive(signal: RoomSignal): void {
    if (signal.seq === null) {
      this.#transport.send(signal.frame, this.#seats.keys(), 'passing')
      return
    }
    this.#deliver(this.#sequencer.take(signal.seq, signal, this.#timers.elapsed()))
    if (this.#sequencer.held > mostHeld) this.#giveUp()
    else this.#watchGap()
  }

  /** Everything up to `seq` is for the clients to fetch: from there on the room delivers. */
  advanceTo(seq: number): void {
    this.#deliver(this.#sequencer.advanceTo(seq))
  }

  tell(frame: string): void {
    this.#transport.send(frame, this.#seats.keys(), 'vital')
  }

  /** Forgets what is held; the room is not used again. */
  dispose(): void {
    this.#seats.clear()
    this.#cancelWatch?.()
    this.#cancelWatch = null
  }

  #deliver(signals: readonly RoomSignal[]): void {
    for (const { frame, number, seq } of signals) {
      if (number === null || seq === null || number >= this.#highestFirst) {
        this.#transport.send(frame, this.#seats.keys(), 'durable')
        continue
      }
      const [seeing, skipping]: [C[], C[]] = [[], []]
      for (const [connection, firstNumber] of this.#seats) (number >= firstNumber ? seeing : skipping).push(connection)
      this.#transport.send(frame, seeing, 'durable')
      if (skipping.length > 0) this.#transport.send(skippedFrame(this.chatId, seq), skipping, 'durable')
    }
  }

  /** One timer at a time, left to run when the gap fills: gaps of a few milliseconds are common in a busy room. */
  #watchGap(): void {
    const since = this.#sequencer.holdingSince
    if (since === null || this.#cancelWatch) return
    this.#cancelWatch = this.#timers.after(Math.max(0, since + patience - this.#timers.elapsed()), () => {
      this.#cancelWatch = null
      const oldest = this.#sequencer.holdingSince
      if (oldest !== null && this.#timers.elapsed() - oldest >= patience) this.#giveUp()
      else this.#watchGap()
    })
  }

  #giveUp(): void {
    this.#deliver(this.#sequencer.giveUp())
    this.tell(resyncFrame)
  }
}
