import type { ChatId } from '../../domain/ids.js'
import { chunksOf } from '../chunks.js'
import type { ChatHeads } from '../ports/chat-heads.js'
import type { RoomSeat } from '../ports/chat-reader.js'
import type { Departure } from '../ports/live-connections.js'
import type { Signal } from '../ports/message-broadcaster.js'
import type { Connection, SocketTransport } from '../ports/socket-transport.js'
import type { Timers } from '../ports/timers.js'
import { deletedFrame, presenceFrame, resyncFrame } from '../realtime/frames.js'
import type { Repairs } from './repairs.js'
import { Room, type RoomParts } from './room.js'
import type { RoomSignal } from './room-signal.js'
import type { TopicHolds } from './topic-holds.js'

/** A command whose answer may have gone out without waiting for this node: half of what the bus waits at most. */
const lateAfter = 250
const roomsARepair = 100

/** The chats that sockets of this node hear of. */
export class Rooms<C extends Connection> {
  readonly #topics: TopicHolds
  readonly #heads: ChatHeads
  readonly #timers: Timers
  readonly #repairs: Repairs
  readonly #parts: RoomParts<C>
  readonly #rooms = new Map<ChatId, Room<C>>()
  readonly #chatsOf = new Map<C, Set<ChatId>>()

  constructor(transport: SocketTransport<C>, topics: TopicHolds, heads: ChatHeads, timers: Timers, repairs: Repairs) {
    this.#topics = topics
    this.#heads = heads
    this.#timers = timers
    this.#repairs = repairs
    this.#parts = {
      transport,
      timers,
      repairs,
      dismiss: ({ chatId }, connections) => {
        this.unseat(connections, [chatId])
        // They may not have been told either that they are out: a sync tells them.
        transport.send(resyncFrame, connections, 'vital')
      },
      close: ({ chatId }) => this.close(chatId, deletedFrame(chatId)),
    }
  }

  get size(): number {
    return this.#rooms.size
  }

  chatsOf(connection: C): ReadonlySet<ChatId> {
    return this.#chatsOf.get(connection) ?? new Set()
  }

  /** From when this resolves on, every change later than now reaches the connections, or a `resync` does. */
  async seat(connections: ReadonlySet<C>, seats: readonly RoomSeat[]): Promise<void> {
    if (connections.size === 0) return
    const rooms = seats.map(({ chatId, firstNumber, asOf }) => {
      const room = this.#rooms.get(chatId) ?? this.#create(chatId)
      room.seat(connections, firstNumber, asOf)
      for (const connection of connections) {
        const chats = this.#chatsOf.get(connection)
        // The room's own id, whose text is there once for all who are in it.
        if (chats) chats.add(room.chatId)
        else this.#chatsOf.set(connection, new Set([room.chatId]))
      }
      return room
    })
    const unplaced = rooms.filter((room) => room.position === null && !room.opening)
    if (unplaced.length > 0) {
      const opening = this.#place(unplaced)
      for (const room of unplaced) room.opening = opening
    }
    await Promise.all(rooms.flatMap((room) => room.opening ?? []))
  }

  unseat(connections: Iterable<C>, chatIds: Iterable<ChatId>): void {
    const left = [...chatIds]
    for (const connection of connections) {
      const chats = this.#chatsOf.get(connection)
      for (const chatId of left) if (chats?.delete(chatId)) this.#rooms.get(chatId)?.seats.delete(connection)
      if (chats?.size === 0) this.#chatsOf.delete(connection)
    }
    for (const chatId of left) if (this.#rooms.get(chatId)?.seats.size === 0) this.#remove(chatId)
  }

  /** Unseats who left by these changes, and is not known to have come back. */
  depart(connections: ReadonlySet<C>, departures: readonly Departure[]): void {
    for (const departure of departures) {
      const left = [...connections].filter((connection) => !this.isSeatedSince(connection, departure))
      this.unseat(left, [departure.chatId])
    }
  }

  isSeatedSince(connection: C, { chatId, seq }: Departure): boolean {
    return (this.#rooms.get(chatId)?.seats.takenAsOf(connection) ?? 0) >= seq
  }

  receive(signal: RoomSignal): void {
    this.#rooms.get(signal.chatId)?.receive(signal)
  }

  /** The chat is gone: says so, and forgets it. */
  close(chatId: ChatId, frame: string): void {
    const room = this.#rooms.get(chatId)
    if (!room) return
    room.tell(frame)
    this.unseat([...room.seats.connections], [chatId])
  }

  /** Each socket once. */
  tellPresence(changes: Extract<Signal, { kind: 'presence' }>['changes']): void {
    for (const { chatIds, hiddenFrom, ...presence } of changes) {
      const hidden = new Set([presence.userId, ...hiddenFrom])
      const others = new Set([...this.#hearing(chatIds)].filter(({ userId }) => !hidden.has(userId)))
      if (others.size > 0) this.#parts.transport.send(presenceFrame(presence), others, 'passing')
    }
  }

  tellProfile({ chatIds, frame }: Extract<Signal, { kind: 'profile' }>, own: Iterable<C>): void {
    this.#parts.transport.send(frame, new Set([...own, ...this.#hearing(chatIds)]), 'passing')
  }

  /** The sockets that hear of any of the chats, where it is known who may. */
  #hearing(chatIds: readonly ChatId[]): ReadonlySet<C> {
    const current = chatIds.flatMap((chatId) => this.#rooms.get(chatId) ?? []).filter((room) => room.isCurrent)
    return new Set(current.flatMap(({ seats }) => [...seats.connections]))
  }

  get chatIds(): readonly ChatId[] {
    return [...this.#rooms.keys()]
  }

  /** After a time of deafness: moves every room to where its chat stands, so that a `resync` sent afterwards covers what was missed. */
  async catchUp(): Promise<void> {
    const found = await this.#checkSeats([...this.#rooms.values()])
    for (const [room, upTo] of found) if (this.#isOpen(room)) room.advanceTo(upTo)
  }

  /** Delivers what these heads say was missed; what is gone is closed, where nobody said so. Answers whether no room is behind them any more. */
  async repair(heads: ReadonlyMap<ChatId, number | null>): Promise<boolean> {
    for (const [chatId, head] of heads) if (head === null) this.close(chatId, deletedFrame(chatId))
    const rooms = [...this.#rooms.values()]
    await this.#checkSeats(rooms.filter((room) => room.isLost))
    const isBehind = (room: Room<C>) => room.position !== null && room.position < (heads.get(room.chatId) ?? 0)
    const behind = rooms.filter(isBehind)
    for (const some of chunksOf(behind, roomsARepair)) {
      const asked = new Map(some.map((room) => [room, room.position ?? 0]))
      const found = await this.#repairs.changesAfter(new Map([...asked].map(([room, since]) => [room.chatId, since])))
      if (!found) return false
      for (const [room, since] of asked) {
        const state = found.get(room.chatId)
        if (!this.#isOpen(room)) continue
        if (state) room.fill(state, since, true)
        else this.#parts.close(room)
      }
    }
    return !behind.some((room) => this.#isOpen(room) && isBehind(room))
  }

  /** Answers up to which change the seats of each room are known now. */
  async #checkSeats(rooms: readonly Room<C>[]): Promise<ReadonlyMap<Room<C>, number>> {
    const known = new Map<Room<C>, number>()
    const asked = new Map(rooms.map((room) => [room.chatId, room.seats.knownAt]))
    const found = rooms.length === 0 ? null : await this.#repairs.seatsChangedAfter(asked)
    for (const room of found ? rooms : []) {
      const seats = found?.get(room.chatId)
      if (!this.#isOpen(room)) continue
      if (!seats) {
        this.#parts.close(room)
        continue
      }
      known.set(room, seats.upTo)
      room.admit(seats, asked.get(room.chatId) ?? 0)
    }
    return known
  }

  /** Joins first, then reads where the chats stand: what is committed after that read arrives here, what came before is the client's to fetch. */
  async #place(rooms: readonly Room<C>[]): Promise<void> {
    const started = this.#timers.elapsed()
    await Promise.all(rooms.map((room) => room.joined))
    const heads = await this.#headsOf(rooms)
    const late = this.#timers.elapsed() - started > lateAfter
    for (const room of rooms) {
      room.opening = null
      if (!this.#isOpen(room)) continue
      if (heads && room.position === null) room.advanceTo(heads.get(room.chatId) ?? 0)
      if (!heads || late) room.tell(resyncFrame)
    }
  }

  /** `null` if it cannot be known now. */
  async #headsOf(rooms: readonly Room<C>[]): Promise<ReadonlyMap<ChatId, number> | null> {
    return await this.#heads.headsOf(rooms.map((room) => room.chatId)).catch(() => null)
  }

  #isOpen(room: Room<C>): boolean {
    return this.#rooms.get(room.chatId) === room
  }

  #create(chatId: ChatId): Room<C> {
    const room = new Room<C>(chatId, this.#topics.hold(`room:${chatId}`), this.#parts)
    this.#rooms.set(chatId, room)
    return room
  }

  #remove(chatId: ChatId): void {
    this.#rooms.get(chatId)?.dispose()
    this.#rooms.delete(chatId)
    this.#topics.release(`room:${chatId}`)
  }
}
