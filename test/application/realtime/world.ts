import { InProcessBus } from '../../../src/adapters/memory/in-memory-broadcaster.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import type { ChangeLog, LaterSeats, LaterState } from '../../../src/application/ports/change-log.js'
import type { ChatHeads } from '../../../src/application/ports/chat-heads.js'
import type { MessageBroadcaster, Signal, Topic } from '../../../src/application/ports/message-broadcaster.js'
import type { SessionStates } from '../../../src/application/ports/session-states.js'
import type { Connection, Importance, SocketTransport } from '../../../src/application/ports/socket-transport.js'
import { Hub } from '../../../src/application/realtime/hub.js'
import type { ChatId, ClientId, MessageId, SessionId, UserId } from '../../../src/domain/ids.js'
import { messageOf } from '../../../src/domain/messages/message.js'

export const ann = 'ann' as UserId
export const ben = 'ben' as UserId
export const chat = 'chat' as ChatId
export const otherChat = 'other chat' as ChatId

/** Of no type on purpose: a test compares it with the contract. */
type Frame = ReturnType<typeof JSON.parse>

/** A client's end of a socket pair: what it got, and how it was closed. */
export interface FakeSocket extends Connection {
  readonly frames: Frame[]
  readonly importances: Importance[]
  closed: number | null
}

let made = 0

export function socketOf(userId: UserId, sessionId = `session of ${userId}`): FakeSocket {
  made += 1
  return { id: `socket ${made}`, userId, sessionId: sessionId as SessionId, frames: [], importances: [], closed: null }
}

/** Gets each frame to the sockets at once, and counts how often it was handed one. */
export class PairTransport implements SocketTransport<FakeSocket> {
  sends = 0

  send(frame: string, to: Iterable<FakeSocket>, importance: Importance): void {
    this.sends += 1
    for (const socket of to) {
      if (socket.closed !== null) continue
      socket.frames.push(JSON.parse(frame))
      socket.importances.push(importance)
    }
  }

  close(socket: FakeSocket, code: number): void {
    socket.closed = code
  }
}

/** Heads as a database has them: they can be slow, or away. */
export class FakeHeads implements ChatHeads {
  readonly heads = new Map<ChatId, number>()
  readonly changed = new Map<ChatId, number>()
  readonly asked: { readonly chatIds: readonly ChatId[]; readonly from?: number; readonly to?: number }[] = []
  away = false
  /** While set, an answer waits for it. */
  slow: Promise<void> | null = null

  async headsOf(chatIds: readonly ChatId[]): Promise<ReadonlyMap<ChatId, number>> {
    this.asked.push({ chatIds })
    return this.#answer(this.heads, chatIds)
  }

  async headsChangedBetween(chatIds: readonly ChatId[], from: number, to: number): Promise<ReadonlyMap<ChatId, number | null>> {
    this.asked.push({ chatIds, from, to })
    return this.#answer(this.changed, chatIds)
  }

  async #answer(heads: ReadonlyMap<ChatId, number>, chatIds: readonly ChatId[]): Promise<ReadonlyMap<ChatId, number>> {
    const found = new Map([...heads].filter(([chatId]) => chatIds.includes(chatId)))
    await this.slow
    if (this.away) throw new Error('the database is away')
    return found
  }
}

/** What a database has of chats; of those that it has nothing of, it does not answer in time or says that nobody came or went. */
export class FakeLog implements ChangeLog {
  readonly states = new Map<ChatId, LaterState>()
  readonly seats = new Map<ChatId, LaterSeats>()
  readonly gone = new Set<ChatId>()
  readonly asked: { readonly of: 'changes' | 'seats'; readonly after: ReadonlyMap<ChatId, number> }[] = []
  away = false
  /** While set, an answer waits for it. */
  slow: Promise<void> | null = null

  /** The chat stands there, and its messages tell of these changes. */
  has(seq: number, messages: readonly number[], { chatId = chat, membersSeq = 0 } = {}): void {
    this.states.set(chatId, laterState(chatId, seq, messages, membersSeq))
  }

  async changesAfter(after: ReadonlyMap<ChatId, number>): Promise<ReadonlyMap<ChatId, LaterState>> {
    this.asked.push({ of: 'changes', after })
    if ([...after.keys()].some((chatId) => !this.states.has(chatId) && !this.gone.has(chatId))) throw new Error('the database is away')
    return this.#answer(this.states, after)
  }

  async seatsChangedAfter(after: ReadonlyMap<ChatId, number>): Promise<ReadonlyMap<ChatId, LaterSeats>> {
    this.asked.push({ of: 'seats', after })
    const unchanged = [...after.keys()].map((chatId) => [chatId, { upTo: 1_000, firstNumbers: new Map() }] as const)
    return this.#answer(new Map<ChatId, LaterSeats>([...unchanged, ...this.seats]), after)
  }

  async #answer<Answer>(answers: ReadonlyMap<ChatId, Answer>, after: ReadonlyMap<ChatId, number>): Promise<ReadonlyMap<ChatId, Answer>> {
    const found = new Map([...answers].filter(([chatId]) => after.has(chatId) && !this.gone.has(chatId)))
    await this.slow
    if (this.away) throw new Error('the database is away')
    return found
  }
}

function laterState(chatId: ChatId, seq: number, messages: readonly number[], membersSeq: number): LaterState {
  const at = new Date('2030-01-01T00:00:00.000Z')
  const settings = { title: 'Tea', topic: null, visibility: 'private', history: 'all' } as const
  const sent = (number: number) =>
    messageOf({ ...ids(number), chatId, senderId: ben, text: `message ${number}`, replyTo: null, createdAt: at }, number, number)
  return {
    chat: { id: chatId, type: 'group', ...settings, memberCount: 2, seq, messageCount: seq, createdAt: at },
    membersSeq,
    messages: messages.map((number) => ({ message: sent(number), createdSeq: number })),
    members: [],
  }
}

const ids = (number: number) => ({ id: `m${number}` as MessageId, clientId: `c${number}` as ClientId })

export class FakeSessions implements SessionStates {
  readonly live = new Map<SessionId, Date>()
  asked = 0
  away = false

  async liveAmong(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, Date>> {
    this.asked += 1
    if (this.away) throw new Error('the database is away')
    return new Map([...this.live].filter(([sessionId]) => sessionIds.includes(sessionId)))
  }
}

/** What a bus loses, repeats or reorders on its way to one node is handed to its hub by the test itself. */
export interface Node {
  readonly hub: Hub<FakeSocket>
  readonly broadcaster: MessageBroadcaster
  readonly transport: PairTransport
  readonly forgotten: (SessionId | 'all')[]
  connect(userId: UserId, sessionId?: string): Promise<FakeSocket>
}

export class World {
  readonly clock = new ManualClock()
  readonly timers = new ManualTimers()
  readonly heads = new FakeHeads()
  readonly log = new FakeLog()
  readonly sessions = new FakeSessions()
  readonly bus = new InProcessBus(this.timers)

  async node({ broadcaster = this.bus.node() as MessageBroadcaster, socketsPerUser = 10 } = {}): Promise<Node> {
    const transport = new PairTransport()
    const forgotten: (SessionId | 'all')[] = []
    const { heads, log, sessions, clock, timers } = this
    const forget = (sessionIds: readonly SessionId[] | 'all') => void forgotten.push(...(sessionIds === 'all' ? [sessionIds] : sessionIds))
    const users = { countersBeyond: async () => new Map(), changesAfter: async () => new Map() }
    const hub = new Hub<FakeSocket>({ broadcaster, transport, heads, log, users, sessions, clock, timers, forget, socketsPerUser })
    await hub.start()
    const connect = async (userId: UserId, sessionId?: string): Promise<FakeSocket> => {
      const socket = socketOf(userId, sessionId)
      this.sessions.live.set(socket.sessionId, new Date(clock.now().getTime() + 900_000))
      await hub.connect(socket)
      return socket
    }
    return { hub, broadcaster, transport, forgotten, connect }
  }

  /** Lets time pass by both clocks. */
  async pass(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds)
    await this.timers.advance(milliseconds)
  }
}

export const change = (seq: number, { chatId = chat, number = null as number | null } = {}): Signal => ({
  kind: 'room',
  chatId,
  seq,
  number,
  membersSeq: null,
  frame: JSON.stringify({ type: 'message.created', chatId, seq, data: {} }),
})

export const roomTopic = (chatId: ChatId): Topic => `room:${chatId}`
export const userTopic = (userId: UserId): Topic => `user:${userId}`

export const seat = (firstNumber = 1, chatId = chat, asOf = 1_000) => ({ chatId, firstNumber, asOf })

/** The places of the changes that a socket got, and what else it got, by type; `ready` apart. */
export const heard = (socket: FakeSocket): readonly (number | string)[] =>
  socket.frames
    .filter(({ type }) => type !== 'ready')
    .map(({ type, seq }) => (type === 'message.created' ? seq : seq ? `${type} ${seq}` : type))
