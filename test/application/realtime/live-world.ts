import { InProcessBus } from '../../../src/adapters/memory/in-memory-broadcaster.js'
import { createInMemoryStorage } from '../../../src/adapters/memory/in-memory-storage.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { type ChatCore, createChatCore } from '../../../src/application/chat-core.js'
import { EventDelivery } from '../../../src/application/realtime/event-delivery.js'
import { Hub } from '../../../src/application/realtime/hub.js'
import { RemoteConnections } from '../../../src/application/realtime/remote-connections.js'
import type { ChatId, ClientId, UserId } from '../../../src/domain/ids.js'
import { LossyBus } from './lossy-bus.js'
import { FakeSessions, type FakeSocket, PairTransport, socketOf } from './world.js'

/** Milliseconds: how finely time passes. */
const step = 50

export interface LiveNode {
  readonly hub: Hub<FakeSocket>
  readonly bus: LossyBus
  readonly core: ChatCore
  /** A socket that is subscribed to all of the user's chats. */
  connect(userId: UserId): Promise<FakeSocket>
}

/** Nodes with all of the core on one store, in one time, on a bus that can be bad. */
export class LiveWorld {
  readonly clock = new ManualClock()
  readonly timers = new ManualTimers()
  readonly storage = createInMemoryStorage(this.clock)
  readonly sessions = new FakeSessions()
  readonly #bus = new InProcessBus(this.timers)
  #ids = 0

  async node(): Promise<LiveNode> {
    const { storage, clock, timers, sessions } = this
    const { heads, log, userChanges: users } = storage
    const bus = new LossyBus(this.#bus.node(), timers)
    const hub = new Hub<FakeSocket>({
      broadcaster: bus,
      transport: new PairTransport(),
      heads,
      log,
      users,
      sessions,
      clock,
      timers,
      forget: () => undefined,
    })
    await hub.start()
    const ids = { next: () => this.nextId() }
    const secrets = { random: () => this.nextId() }
    const core = createChatCore({
      ...storage,
      connections: new RemoteConnections(bus),
      events: new EventDelivery(bus),
      ids,
      secrets,
      clock,
    })
    const connect = async (userId: UserId) => {
      const socket = socketOf(userId)
      sessions.live.set(socket.sessionId, new Date(clock.now().getTime() + 9_000_000))
      await hub.connect(socket)
      await core.subscribeToChats.execute({ userId })
      return socket
    }
    return { hub, bus, core, connect }
  }

  nextId(): string {
    this.#ids += 1
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`
  }

  async addUsers<Names extends readonly string[]>(...names: Names): Promise<{ readonly [Place in keyof Names]: UserId }> {
    const users = names.map((name) => ({
      id: this.nextId() as UserId,
      handle: name,
      displayName: name,
      avatarUrl: null,
      createdAt: this.clock.now(),
    }))
    await this.storage.addUsers(users)
    return users.map(({ id }) => id) as { readonly [Place in keyof Names]: UserId }
  }

  /** Lets time pass by both clocks. */
  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += step) {
      this.clock.advance(step)
      await this.timers.advance(step)
    }
  }

  async send(node: LiveNode, userId: UserId, chatId: ChatId, text = 'Hello') {
    const sent = await node.core.sendMessage.execute({ userId, chatId, clientId: this.nextId() as ClientId, text, replyTo: null })
    return sent.message
  }
}
