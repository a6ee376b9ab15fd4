import type { SessionId, UserId } from '../../domain/ids.js'
import { passed } from '../passed.js'
import type { ChangeLog } from '../ports/change-log.js'
import type { ChatHeads } from '../ports/chat-heads.js'
import type { RoomSeat } from '../ports/chat-reader.js'
import type { Clock } from '../ports/clock.js'
import type { MessageBroadcaster, Signal, SignalReceiver, Topic } from '../ports/message-broadcaster.js'
import type { SessionStates } from '../ports/session-states.js'
import { type Connection, closeCodes, type SocketObserver, type SocketTransport } from '../ports/socket-transport.js'
import type { Timers } from '../ports/timers.js'
import type { UserChanges } from '../ports/user-changes.js'
import { Relay } from '../rooms/relay.js'
import { Repairs } from '../rooms/repairs.js'
import { Rooms } from '../rooms/rooms.js'
import { TopicHolds } from '../rooms/topic-holds.js'
import { EndedSessions } from './ended-sessions.js'
import { readyFrame, resyncFrame } from './frames.js'
import { Heartbeats, heartbeatSeconds } from './heartbeats.js'
import { LocalConnections } from './local-connections.js'
import { OneAtATime } from './one-at-a-time.js'
import { SessionWatch } from './session-watch.js'
import { Unsubscribed } from './unsubscribed.js'
import { UserRelay } from './user-relay.js'

export interface HubParts<C extends Connection> {
  readonly broadcaster: MessageBroadcaster
  readonly transport: SocketTransport<C>
  readonly heads: ChatHeads
  readonly log: ChangeLog
  readonly users: UserChanges
  readonly sessions: SessionStates
  readonly clock: Clock
  readonly timers: Timers
  /** Called with sessions that have ended, or any of which may have: whoever remembers them on this node must ask again. */
  readonly forget: (sessionIds: readonly SessionId[] | 'all') => void
  /** Told of the sockets that come and go. */
  readonly observer?: SocketObserver
  /** Told of what should not happen while it looks for what was missed. It looks again. */
  readonly onFailure?: (reason: unknown) => void
  /** Sockets a user may hold on this node; the oldest gives way. */
  readonly socketsPerUser?: number
}

const defaultSocketsPerUser = 10

/** One node's sockets: brings them what the bus says, and keeps them no longer than their session. Knows rooms, and nothing of chats' rules. */
export class Hub<C extends Connection> implements SignalReceiver {
  readonly #parts: HubParts<C>
  readonly #connections = new LocalConnections<C>()
  readonly #entering = new Set<C>()
  readonly #unsubscribed: Unsubscribed<C>
  readonly #topics: TopicHolds
  readonly #repairs: Repairs
  readonly #rooms: Rooms<C>
  readonly #heartbeats: Heartbeats<C>
  readonly #relay: Relay
  readonly #userRelay: UserRelay
  readonly #watch: SessionWatch
  readonly #ended: EndedSessions
  #draining = false
  readonly #catchUps = new OneAtATime(() => this.#catchUp())

  constructor(parts: HubParts<C>) {
    const { broadcaster, transport, heads, log, users, sessions, clock, timers, onFailure = () => undefined } = parts
    this.#parts = parts
    this.#ended = new EndedSessions(timers)
    this.#unsubscribed = new Unsubscribed(transport, timers)
    this.#topics = new TopicHolds(broadcaster)
    this.#repairs = new Repairs(log, timers)
    this.#rooms = new Rooms(transport, this.#topics, heads, timers, this.#repairs)
    this.#relay = new Relay(this.#rooms, heads, timers, onFailure)
    const resync = (userId: UserId) => transport.send(resyncFrame, this.#connections.ofUser(userId), 'vital')
    this.#userRelay = new UserRelay(users, timers, resync, onFailure)
    this.#heartbeats = new Heartbeats(transport, heads, timers, (connection) => this.#rooms.chatsOf(connection))
    const sessionIds = () => this.#connections.sessionIds()
    const end = (sessionId: SessionId) => this.#endSession(sessionId)
    this.#watch = new SessionWatch(sessions, clock, timers, sessionIds, end, onFailure)
  }

  get size(): number {
    return this.#connections.size
  }

  get rooms(): number {
    return this.#rooms.size
  }

  /** How often what was missed was looked for, by what it was. */
  get repairs(): ReadonlyMap<string, number> {
    return this.#repairs.counts
  }

  /** Call it once, before the first socket. */
  async start(): Promise<void> {
    this.#parts.broadcaster.attach(this)
    await this.#topics.hold('nodes')
    this.#heartbeats.start()
    this.#relay.start()
    this.#userRelay.start()
    this.#watch.start()
  }

  /** Resolves once it looks for nothing any more. */
  async stop(): Promise<void> {
    this.#heartbeats.stop()
    this.#topics.release('nodes')
    await Promise.all([this.#relay.stop(), this.#userRelay.stop(), this.#watch.stop()])
  }

  /** Takes the socket in and sends it `ready`: commands to its user reach it from then on. */
  async connect(connection: C): Promise<void> {
    this.#entering.add(connection)
    await this.#topics.hold(`user:${connection.userId}`)
    if (!this.#entering.delete(connection)) return this.#topics.release(`user:${connection.userId}`)
    this.#connections.add(connection)
    if (this.#draining) return this.#end(connection, 'draining', 'the node is going away')
    if (this.#ended.has(connection.sessionId)) return this.#end(connection, 'sessionEnded', 'the session has ended')
    const ofUser = this.#connections.ofUser(connection.userId)
    const [oldest] = ofUser
    if (oldest && ofUser.size > (this.#parts.socketsPerUser ?? defaultSocketsPerUser)) this.#endSurplus(oldest)
    this.#heartbeats.add(connection)
    this.#unsubscribed.add(connection)
    this.#parts.observer?.connected(connection)
    const { id: connectionId, userId } = connection
    const frame = readyFrame({ connectionId, userId, heartbeatSeconds, serverTime: this.#parts.clock.now() })
    this.#parts.transport.send(frame, [connection], 'vital')
  }

  /** The socket has closed, for whatever reason. Repeating it is harmless. */
  disconnect(connection: C): void {
    this.#entering.delete(connection)
    if (!this.#connections.remove(connection)) return
    this.#heartbeats.remove(connection)
    this.#unsubscribed.remove([connection])
    this.#parts.observer?.disconnected(connection)
    this.#rooms.unseat([connection], this.#rooms.chatsOf(connection))
    this.#topics.release(`user:${connection.userId}`)
    if (this.#connections.ofUser(connection.userId).size === 0) this.#userRelay.forget(connection.userId)
  }

  async receive(signal: Signal): Promise<void> {
    switch (signal.kind) {
      case 'room':
        return this.#rooms.receive(signal)
      case 'close-room':
        return this.#rooms.close(signal.chatId, signal.frame)
      case 'user':
        return this.#tellUser(signal)
      case 'subscribe':
        return this.#subscribe(signal.userId, signal.seats)
      case 'unsubscribe':
        return this.#rooms.depart(this.#connections.ofUser(signal.userId), signal.departures)
      case 'presence':
        return this.#rooms.tellPresence(signal.changes)
      case 'profile':
        return this.#rooms.tellProfile(signal, this.#connections.ofUser(signal.userId))
      case 'end-connections':
        for (const connection of this.#connections.ofUser(signal.userId))
          if (signal.connectionIds.includes(connection.id)) this.#endSurplus(connection)
        return
      case 'end-sessions':
        this.#ended.add(signal.sessionIds)
        for (const sessionId of signal.sessionIds) this.#endSession(sessionId)
        return this.#parts.forget(signal.sessionIds)
    }
  }

  interrupted(of: Topic = 'nodes'): void {
    if (of === 'nodes') this.#parts.forget('all')
    if (of === 'nodes') this.#watch.askNow()
    this.#catchUps.ask()
  }

  /** Closes every socket, spread evenly over the time, and those that still come at once. Resolves when the last one was told. */
  async drain(milliseconds: number): Promise<void> {
    this.#draining = true
    const open = [...this.#connections.all()]
    const told = open.map(async (connection, place) => {
      await passed(this.#parts.timers, (milliseconds * place) / open.length)
      this.#end(connection, 'draining', 'the node is going away')
    })
    await Promise.all(told)
  }

  async #catchUp(): Promise<void> {
    await this.#rooms.catchUp()
    this.#parts.transport.send(resyncFrame, this.#connections.all(), 'vital')
  }

  async #subscribe(userId: UserId, seats: readonly RoomSeat[]): Promise<void> {
    const connections = this.#connections.ofUser(userId)
    if (connections.size === 0) return
    this.#unsubscribed.remove(connections)
    await Promise.all([this.#userRelay.follow(userId), this.#rooms.seat(connections, seats)])
  }

  /** Who hears of a departure after they have come back is to fetch what they have just been told to drop. */
  #tellUser({ userId, frame, mine, departure }: Extract<Signal, { kind: 'user' }>): void {
    const connections = this.#connections.ofUser(userId)
    const back = departure ? [...connections].filter((connection) => this.#rooms.isSeatedSince(connection, departure)) : []
    this.#parts.transport.send(frame, connections, 'durable')
    if (mine && back.length === 0) this.#userRelay.heard(userId, mine)
    if (back.length > 0) this.#parts.transport.send(resyncFrame, back, 'vital')
  }

  #endSurplus(connection: C): void {
    this.#end(connection, 'tooManyConnections', 'another connection took its place')
  }

  #endSession(sessionId: SessionId): void {
    for (const connection of this.#connections.ofSession(sessionId)) this.#end(connection, 'sessionEnded', 'the session has ended')
  }

  #end(connection: C, why: keyof typeof closeCodes, reason: string): void {
    if (!this.#connections.all().has(connection)) return
    this.disconnect(connection)
    this.#parts.transport.close(connection, closeCodes[why], reason)
  }
}
