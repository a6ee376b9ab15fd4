import { type ChatCore, createChatCore } from '../../../src/application/chat-core.js'
import type { MessageBroadcaster } from '../../../src/application/ports/message-broadcaster.js'
import type { Connection, SocketTransport } from '../../../src/application/ports/socket-transport.js'
import { EventDelivery } from '../../../src/application/realtime/event-delivery.js'
import { Hub } from '../../../src/application/realtime/hub.js'
import { RemoteConnections } from '../../../src/application/realtime/remote-connections.js'
import { SessionEnding } from '../../../src/application/sessions/session-ending.js'
import type { SessionId, UserId } from '../../../src/domain/ids.js'
import type { WireFrame } from '../held-chats.js'
import type { Random } from '../random.js'
import type { BusEnd, SimulatedRedis } from './bus.js'
import type { SimulatedDatabase } from './database.js'
import { SimulatedProcess } from './process.js'
import type { SimulatedTime } from './time.js'

type FarPorts = ReturnType<SimulatedDatabase['from']>

/** What a node is made of, for a bug to be planted in. */
export interface Wiring extends FarPorts {
  readonly broadcaster: MessageBroadcaster
  readonly transport: SocketTransport<SimulatedSocket>
}

/** A mistake in the wiring of every node. */
export type Planted = (wiring: Wiring, world: { readonly database: SimulatedDatabase; readonly random: Random }) => Wiring

/** A device's socket as its node has it: frames arrive in their order, some time later. */
export class SimulatedSocket implements Connection {
  readonly id: string
  readonly userId: UserId
  readonly sessionId: SessionId
  isOpen = true
  readonly #time: SimulatedTime
  readonly #hear: (frame: WireFrame) => void
  readonly #end: () => void
  #lastArrival = 0

  constructor(
    { id, userId, sessionId }: Connection,
    time: SimulatedTime,
    { hear, end }: { hear: (frame: WireFrame) => void; end: () => void },
  ) {
    this.id = id
    this.userId = userId
    this.sessionId = sessionId
    this.#time = time
    this.#hear = hear
    this.#end = end
  }

  carry(frame: WireFrame): void {
    this.#after(() => this.#hear(frame))
  }

  /** The server closes it: what was sent before arrives. */
  close(): void {
    this.#after(() => {
      this.isOpen = false
      this.#end()
    })
  }

  #after(task: () => void): void {
    const now = this.#time.elapsed()
    this.#lastArrival = Math.max(this.#lastArrival, now + this.#time.latency())
    this.#time.after(this.#lastArrival - now, () => {
      if (this.isOpen) task()
    })
  }
}

class SocketPairs implements SocketTransport<SimulatedSocket> {
  /** The same text goes to many sockets on several nodes: it is read once. */
  static readonly #read = { text: '', frame: { type: '' } as WireFrame }

  send(text: string, to: Iterable<SimulatedSocket>): void {
    const read = SocketPairs.#read
    for (const socket of to) {
      if (read.text !== text) Object.assign(read, { text, frame: JSON.parse(text) })
      socket.carry(read.frame)
    }
  }

  close(socket: SimulatedSocket): void {
    socket.close()
  }
}

/** A node: the whole core in a process of its own, on the common database and bus. */
export class SimulatedNode {
  readonly process = new SimulatedProcess()
  readonly bus: BusEnd
  readonly core: ChatCore
  readonly #hub: Hub<SimulatedSocket>
  readonly #wiring: Wiring
  readonly #sessions: SessionEnding
  readonly #clock: { now(): Date }

  constructor(world: {
    readonly time: SimulatedTime
    readonly database: SimulatedDatabase
    readonly redis: SimulatedRedis
    readonly planted: Planted
    readonly skew: number
    nextId(): string
  }) {
    const { time, database, redis } = world
    this.bus = redis.end(this.process)
    this.#clock = time.clock(world.skew)
    const { random } = time
    this.#wiring = world.planted(
      { ...database.from(this.process), broadcaster: this.bus, transport: new SocketPairs() },
      { database, random },
    )
    const { broadcaster, heads, log, userChanges: users, sessions, transport } = this.#wiring
    const timers = this.process.timers(time)
    const connections = new RemoteConnections(broadcaster)
    const forget = () => undefined
    this.#hub = new Hub({ broadcaster, transport, heads, log, users, sessions, clock: this.#clock, timers, forget })
    this.core = createChatCore({
      ...this.#wiring,
      connections,
      events: new EventDelivery(broadcaster),
      ids: { next: () => world.nextId() },
      secrets: { random: () => world.nextId() },
      clock: this.#clock,
    })
    const tellNobody = async () => undefined
    const notices = { passwordChanged: tellNobody, emailChanged: tellNobody, sessionEndedForReuse: tellNobody }
    this.#sessions = new SessionEnding(sessions, connections, notices)
  }

  start(): Promise<void> {
    return this.#hub.start()
  }

  /** The upgrade: refused for a session that has ended. */
  async connect(socket: SimulatedSocket): Promise<boolean> {
    const live = await this.#wiring.sessions.liveAmong([socket.sessionId])
    if (live.has(socket.sessionId) && socket.isOpen) await this.#hub.connect(socket)
    return live.has(socket.sessionId)
  }

  disconnect(socket: SimulatedSocket): void {
    this.#hub.disconnect(socket)
  }

  async logOut(sessionId: SessionId): Promise<void> {
    const session = await this.#wiring.sessions.find(sessionId)
    if (session) await this.#sessions.end(session, this.#clock.now())
  }
}
