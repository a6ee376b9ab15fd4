import type { ChatId } from '../../domain/ids.js'
import type { LaterSeats, LaterState } from '../ports/change-log.js'
import type { Connection, SocketTransport } from '../ports/socket-transport.js'
import type { Timers } from '../ports/timers.js'
import { resyncFrame, skippedFrame } from '../realtime/frames.js'
import { mostRepaired, type Repairs } from './repairs.js'
import { type RoomSignal, roomSignal } from './room-signal.js'
import { Seats } from './seats.js'
import { Sequencer } from './sequencer.js'
import { toldEvents } from './told-events.js'

export interface RoomParts<C extends Connection> {
  readonly transport: SocketTransport<C>
  readonly timers: Timers
  readonly repairs: Repairs
  /** These are not in the chat any more. */
  readonly dismiss: (room: Room<C>, connections: readonly C[]) => void
  /** The chat is gone. */
  readonly close: (room: Room<C>) => void
}

/** What stands for changes that cannot be told has its place among those that can: whoever is seated when it is passed must hear it. */
type Due = RoomSignal | 'resync'

/** Milliseconds for which later changes wait for a missing one to arrive. */
const patience = 300
const mostHeld = 256

/**
 * The sockets of this node that hear of one chat, and how far they have heard. A change is delivered after the one before it, and only while
 * it is known who was in the chat at that one: what breaks either chain is read from the database, or the sockets are told to `resync`.
 */
export class Room<C extends Connection> {
  readonly chatId: ChatId
  /** Resolves once the chat's signals arrive here. */
  readonly joined: Promise<void>
  /** Set while the room is being opened: resolves when it is, whatever came of it. */
  opening: Promise<void> | null = null
  readonly seats = new Seats<C>()
  readonly #parts: RoomParts<C>
  readonly #sequencer = new Sequencer<RoomSignal>()
  /** In order, waiting until it is known who may hear of them. */
  readonly #due: Due[] = []
  #isLost = false
  #isOver = false
  #isMending = false
  #isChecking = false
  /** The change that could not be told when it was last looked for. */
  #untoldAt = 0
  #cancelWatch: (() => void) | null = null

  constructor(chatId: ChatId, joined: Promise<void>, parts: RoomParts<C>) {
    this.chatId = chatId
    this.joined = joined
    this.#parts = parts
  }

  /** Up to where the room has delivered; `null` until it is known from where on it does. */
  get position(): number | null {
    return this.#sequencer.position
  }

  /** Whether changes were dropped because the database did not answer: nothing is delivered until the seats were looked at again. */
  get isLost(): boolean {
    return this.#isLost
  }

  /** Whether everybody who is seated is in the chat, as far as anybody has said. */
  get isCurrent(): boolean {
    return (
      !this.#isLost && this.#due.length + this.#sequencer.held === 0 && this.seats.knownAt >= (this.position ?? Number.POSITIVE_INFINITY)
    )
  }

  receive(signal: RoomSignal): void {
    if (signal.seq === null) this.#deliverPassing(signal)
    else this.#deliverDue(this.#sequencer.take(signal.seq, signal, this.#parts.timers.elapsed()))
    if (this.#sequencer.held + this.#due.length > mostHeld) this.#lose()
    else this.#watchGap()
  }

  /** Everything up to `seq` is for the clients to fetch: from there on the room delivers. */
  advanceTo(seq: number): void {
    if (this.position === null) this.seats.open(seq)
    this.#deliverDue(this.#sequencer.advanceTo(seq))
  }

  tell(frame: string): void {
    this.#parts.transport.send(frame, this.seats.connections, 'vital')
  }

  seat(connections: Iterable<C>, firstNumber: number, asOf: number): void {
    const mustLook = this.seats.take(connections, firstNumber, asOf)
    if (mustLook && !this.#isChecking) void this.#check()
  }

  /** Takes in who has come and gone after `since`, and delivers what waited for that. */
  admit(changed: LaterSeats, since: number): void {
    const gone = this.seats.update(changed, since)
    if (gone.length > 0) this.#parts.dismiss(this, gone)
    if (this.#isLost) this.tell(resyncFrame)
    this.#isLost = false
    this.#deliverDue([])
  }

  /**
   * Delivers what has changed since, as far as the state tells; the rest by `resync`. With `mayWait`, what cannot be told is left for the
   * next time first: its announcement may only be late.
   */
  fill(state: LaterState, since: number, mayWait: boolean): void {
    const head = state.chat.seq
    const isTooMuch = head - since > mostRepaired
    const events = isTooMuch ? new Map<number, never>() : toldEvents(state)
    const due: Due[] = isTooMuch ? ['resync', ...this.#sequencer.advanceTo(head)] : []
    for (let next = (this.position ?? head) + 1; next <= head; next = (this.position ?? head) + 1) {
      const event = events.get(next)
      if (!event && mayWait && this.#untoldAt !== next) {
        this.#untoldAt = next
        break
      }
      due.push(...(event ? this.#sequencer.take(next, roomSignal(event), 0) : ['resync' as const, ...this.#sequencer.advanceTo(next)]))
    }
    const last = due.lastIndexOf('resync')
    this.#deliverDue(due.filter((each, place) => each !== 'resync' || place === last))
  }

  /** Forgets what is held; the room is not used again. */
  dispose(): void {
    this.#isOver = true
    this.#due.length = 0
    this.seats.clear()
    this.#cancelWatch?.()
    this.#cancelWatch = null
  }

  #deliverDue(due: readonly Due[]): void {
    this.#due.push(...due)
    for (let next = this.#due[0]; next && !this.#isLost && this.seats.knownAt >= needs(next); next = this.#due[0]) {
      this.#due.shift()
      if (next === 'resync') this.tell(resyncFrame)
      else this.#deliver(next)
    }
    if (this.#due.length > 0 && !this.#isChecking) void this.#check()
  }

  /** Only while it is known who was in the chat when it was sent. */
  #deliverPassing({ frame, membersSeq, hiddenFrom = [] }: RoomSignal): void {
    if (!this.isCurrent || this.seats.knownAt < (membersSeq ?? 0)) return
    this.#parts.transport.send(frame, this.seats.without(hiddenFrom), 'passing')
  }

  #deliver({ frame, number, seq, membersSeq }: RoomSignal): void {
    const { transport } = this.#parts
    const isForAll = number === null || seq === null || this.seats.allSee(number)
    const [seeing, skipping] = isForAll ? [this.seats.connections, []] : this.seats.split(number)
    transport.send(frame, seeing, 'durable')
    if (seq !== null && skipping.length > 0) transport.send(skippedFrame(this.chatId, seq), skipping, 'durable')
    this.seats.pass(seq ?? 0, membersSeq ?? 0)
  }

  async #check(): Promise<void> {
    const [first] = this.#due
    this.#isChecking = true
    const since = this.seats.knownAt
    const found = await this.#parts.repairs.seatsChangedAfter(new Map([[this.chatId, since]]))
    this.#isChecking = false
    if (this.#isOver) return
    const seats = found?.get(this.chatId)
    if (found && !seats) return this.#parts.close(this)
    // What is announced is committed: who says otherwise is not to be believed.
    if (!seats || (first && first === this.#due[0] && needs(first) > seats.upTo)) return this.#lose()
    this.admit(seats, since)
  }

  /** One timer at a time, left to run when the gap fills: gaps of a few milliseconds are common in a busy room. */
  #watchGap(): void {
    const since = this.#sequencer.holdingSince
    if (since === null || this.#cancelWatch || this.#isMending) return
    const { timers } = this.#parts
    this.#cancelWatch = timers.after(Math.max(0, since + patience - timers.elapsed()), () => {
      this.#cancelWatch = null
      const oldest = this.#sequencer.holdingSince
      if (oldest !== null && timers.elapsed() - oldest >= patience) void this.#mend()
      else this.#watchGap()
    })
  }

  /** Fetches what is missing. What comes meanwhile is held. */
  async #mend(): Promise<void> {
    const since = this.position
    if (since === null) {
      this.#deliverDue([...this.#sequencer.giveUp(), 'resync'])
      return
    }
    this.#isMending = true
    const asked = this.#parts.timers.elapsed()
    const found = await this.#parts.repairs.changesAfter(new Map([[this.chatId, since]]))
    this.#isMending = false
    if (this.#isOver) return
    const state = found?.get(this.chatId)
    if (found && !state) return this.#parts.close(this)
    if (!state) return this.#lose()
    this.fill(state, since, false)
    // Announced before it was looked for, and yet not there: not a change of this chat.
    this.#sequencer.dropHeldUntil(asked)
    this.#watchGap()
  }

  /** What is held cannot be told, and who may hear is not known: once said, it is not said again before it is. */
  #lose(): void {
    this.#due.length = 0
    this.#sequencer.giveUp()
    if (!this.#isLost) this.tell(resyncFrame)
    this.#isLost = true
  }
}

/** The change up to which the seats must be known. */
const needs = (due: Due): number => (due === 'resync' ? 0 : Math.max((due.seq ?? 1) - 1, due.membersSeq ?? 0))
