import { describe, expect, it } from '@jest/globals'
import { InProcessBus } from '../../../src/adapters/memory/in-memory-broadcaster.js'
import { InMemoryPresence } from '../../../src/adapters/memory/in-memory-presence-leases.js'
import { createInMemoryStorage } from '../../../src/adapters/memory/in-memory-storage.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import type { MessageBroadcaster, Signal } from '../../../src/application/ports/message-broadcaster.js'
import type { LeaseUpdate, PresenceLeases } from '../../../src/application/ports/presence-leases.js'
import { PresenceAnnouncer } from '../../../src/application/presence/presence-announcer.js'
import { PresenceTracker } from '../../../src/application/presence/presence-tracker.js'
import { Hub } from '../../../src/application/realtime/hub.js'
import type { UserId } from '../../../src/domain/ids.js'
import { makeGroup, makeUsers } from '../../contracts/world.js'
import { FakeHeads, FakeLog, FakeSessions, type FakeSocket, PairTransport, socketOf } from '../realtime/world.js'

/** Leases that are away when they are told so. */
class Leases implements PresenceLeases {
  away = false
  /** While set, an update waits for it. */
  slow: Promise<void> | null = null
  standing: 'held' | 'lost' = 'held'
  updates: LeaseUpdate[] = []
  readonly #inner: PresenceLeases

  constructor(inner: PresenceLeases) {
    this.#inner = inner
  }

  async update(changes: LeaseUpdate) {
    if (this.away) throw new Error('Redis is away')
    this.updates.push(changes)
    await this.slow
    return this.#inner.update(changes)
  }

  async renew() {
    if (this.away) throw new Error('Redis is away')
    return this.standing === 'held' ? this.#inner.renew() : this.standing
  }

  expire = () => this.#inner.expire()
  statusesOf = (userIds: readonly UserId[]) => this.#inner.statusesOf(userIds)
  setAway = (userId: UserId, away: boolean) => this.#inner.setAway(userId, away)
}

class World {
  readonly clock = new ManualClock()
  readonly timers = new ManualTimers()
  readonly storage = { ...createInMemoryStorage(this.clock), block: async () => undefined, settleSearch: async () => undefined }
  readonly presence = new InMemoryPresence(this.timers)
  readonly bus = new InProcessBus(this.timers)

  async node(leases: PresenceLeases = this.presence.node()) {
    const { clock, timers, storage } = this
    const broadcaster = this.bus.node()
    const announcer = new PresenceAnnouncer(storage.presences, broadcaster)
    const tracker = new PresenceTracker({ leases, directory: storage.presences, announcer, broadcaster, clock, timers })
    const transport = new PairTransport()
    const sessions = new FakeSessions()
    const hub = new Hub<FakeSocket>({
      broadcaster,
      transport,
      heads: new FakeHeads(),
      log: new FakeLog(),
      users: storage.userChanges,
      sessions,
      clock,
      timers,
      forget: () => undefined,
      observer: tracker,
    })
    await hub.start()
    tracker.start()
    const connect = async (userId: UserId) => {
      const socket = socketOf(userId)
      sessions.live.set(socket.sessionId, new Date(clock.now().getTime() + 9_000_000))
      await hub.connect(socket)
      const seats = (await storage.chats.seatsOf(userId)) as never
      await hub.receive({ kind: 'subscribe', userId, seats })
      return socket
    }
    return { hub, tracker, broadcaster: broadcaster as MessageBroadcaster, transport, connect }
  }

  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 250) {
      this.clock.advance(250)
      await this.timers.advance(250)
    }
  }
}

const told = (socket: FakeSocket) => socket.frames.filter(({ type }) => type === 'presence').map(({ data }) => [data.userId, data.status])

describe('people who come and go', () => {
  it('are told of to those who share a group and hold a socket, once each, and to nobody else', async () => {
    const world = new World()
    const [ada, bob, eve] = await makeUsers(world.storage, 3)
    if (!ada || !bob || !eve) throw new Error('nobody there')
    for (let groups = 0; groups < 3; groups += 1) await makeGroup(world.storage, [ada, bob])
    const [one, two] = [await world.node(), await world.node()]
    const [adas, bobs, eves] = [await one.connect(ada.id), await two.connect(bob.id), await two.connect(eve.id)]
    await world.pass(500)
    adas.frames.length = bobs.frames.length = 0
    const second = await two.connect(ada.id)
    await world.pass(1_000)
    expect(told(bobs)).toEqual([])
    one.hub.disconnect(adas)
    two.hub.disconnect(second)
    await world.pass(9_000)
    expect(told(bobs)).toEqual([])
    await world.pass(3_000)
    expect(told(bobs)).toEqual([[ada.id, 'offline']])
    await one.connect(ada.id)
    await world.pass(1_000)
    expect(told(bobs)).toEqual([
      [ada.id, 'offline'],
      [ada.id, 'online'],
    ])
    expect(told(eves)).toEqual([])
  })

  it('F4 are offline within 60 s of the death of their node', async () => {
    const world = new World()
    const [ada, bob] = await makeUsers(world.storage, 2)
    if (!ada || !bob) throw new Error('nobody there')
    await makeGroup(world.storage, [ada, bob])
    const leases = new Leases(world.presence.node())
    const [dying, other] = [await world.node(leases), await world.node()]
    await dying.connect(ada.id)
    const socket = await other.connect(bob.id)
    await world.pass(1_000)
    socket.frames.length = 0
    // Without a word: what it held is not given back.
    leases.away = true
    await world.pass(29_000)
    expect(told(socket)).toEqual([])
    await world.pass(20_000)
    expect(told(socket)).toEqual([[ada.id, 'offline']])
  })

  it('make no storm: of a thousand who drop and come back within 10 s nobody hears', async () => {
    const world = new World()
    const people = await makeUsers(world.storage, 1_000)
    for (let first = 0; first < people.length; first += 50) await makeGroup(world.storage, people.slice(first, first + 50))
    const [one, two] = [await world.node(), await world.node()]
    const sockets = await Promise.all(people.map(({ id }) => one.connect(id)))
    await world.pass(1_000)
    for (const socket of sockets) one.hub.disconnect(socket)
    await world.pass(5_000)
    const again = await Promise.all(people.map(({ id }) => two.connect(id)))
    await world.pass(20_000)
    expect(again.flatMap(told)).toEqual([])
  })

  it('are remembered while leases are away, and nothing else is', async () => {
    const world = new World()
    const [ada] = await makeUsers(world.storage, 1)
    if (!ada) throw new Error('nobody there')
    const leases = new Leases(world.presence.node())
    const node = await world.node(leases)
    leases.away = true
    for (let times = 0; times < 20; times += 1) node.hub.disconnect(await node.connect(ada.id))
    const staying = await node.connect(ada.id)
    await world.pass(5_000)
    leases.away = false
    await world.pass(500)
    expect(leases.updates).toEqual([{ left: [], entered: [{ userId: ada.id, connectionId: staying.id, since: expect.any(Date) }] }])
    expect((await leases.statusesOf([ada.id])).get(ada.id)).toBe('online')
  })

  it('do not stay when their socket goes while it is being entered', async () => {
    const world = new World()
    const [ada] = await makeUsers(world.storage, 1)
    if (!ada) throw new Error('nobody there')
    const leases = new Leases(world.presence.node())
    const node = await world.node(leases)
    let release = () => {}
    leases.slow = new Promise((resolve) => {
      release = resolve
    })
    const socket = await node.connect(ada.id)
    await world.pass(250)
    expect(leases.updates).toHaveLength(1)
    node.hub.disconnect(socket)
    release()
    await world.pass(15_000)
    expect((await leases.statusesOf([ada.id])).size).toBe(0)
  })

  it('are told offline although the database was away at that moment, unless they have come back', async () => {
    const world = new World()
    const [ada, bob, cem] = await makeUsers(world.storage, 3)
    if (!ada || !bob || !cem) throw new Error('nobody there')
    await makeGroup(world.storage, [ada, bob, cem])
    const node = await world.node()
    const [adas, bobs, cems] = [await node.connect(ada.id), await node.connect(bob.id), await node.connect(cem.id)]
    await world.pass(1_000)
    bobs.frames.length = 0
    const { presences } = world.storage
    const markSeen = presences.markSeen.bind(presences)
    presences.markSeen = () => Promise.reject(new Error('the database is away'))
    for (const socket of [adas, cems]) node.hub.disconnect(socket)
    await world.pass(13_000)
    expect(told(bobs)).toEqual([])
    await node.connect(cem.id)
    await world.pass(1_000)
    presences.markSeen = markSeen
    await world.pass(2_000)
    expect(told(bobs).filter(([, status]) => status === 'offline')).toEqual([[ada.id, 'offline']])
  })

  it('F8 are entered again where leases lost them, and nobody hears of it', async () => {
    const world = new World()
    const [ada, bob] = await makeUsers(world.storage, 2)
    if (!ada || !bob) throw new Error('nobody there')
    await makeGroup(world.storage, [ada, bob])
    const leases = new Leases(world.presence.node())
    const node = await world.node(leases)
    const [socket] = [await node.connect(bob.id), await node.connect(ada.id)]
    await world.pass(1_000)
    socket.frames.length = 0
    leases.updates = []
    for (const userId of [ada.id, bob.id]) world.presence.statuses.delete(userId)
    leases.standing = 'lost'
    await world.pass(5_000)
    leases.standing = 'held'
    await world.pass(5_000)
    expect(leases.updates.flatMap(({ entered }) => entered.map(({ userId }) => userId)).sort()).toEqual([ada.id, bob.id].sort())
    expect(told(socket)).toEqual([])
  })

  it('S93 hold no more sockets than they may on all nodes together', async () => {
    const world = new World()
    const [ada] = await makeUsers(world.storage, 1)
    if (!ada) throw new Error('nobody there')
    const nodes = [await world.node(), await world.node()]
    const sockets: FakeSocket[] = []
    for (let count = 0; count < 12; count += 1) {
      const socket = await nodes[count % 2]?.connect(ada.id)
      if (socket) sockets.push(socket)
      await world.pass(250)
    }
    await world.pass(500)
    expect(sockets.map(({ closed }) => closed)).toEqual([4409, 4409, ...Array(10).fill(null)])
  })

  it('S93 the one that was opened first gives way, however late its node can tell of it', async () => {
    const world = new World()
    const [ada] = await makeUsers(world.storage, 1)
    if (!ada) throw new Error('nobody there')
    const leases = new Leases(world.presence.node())
    const [slow, quick] = [await world.node(leases), await world.node()]
    let tell = () => {}
    leases.slow = new Promise((resolve) => {
      tell = resolve
    })
    const first = await slow.connect(ada.id)
    await world.pass(1_000)
    const others = []
    for (let count = 0; count < 10; count += 1) others.push(await quick.connect(ada.id))
    await world.pass(1_000)
    tell()
    await world.pass(1_000)
    expect(first.closed).toBe(4409)
    expect(others.map(({ closed }) => closed)).toEqual(Array(10).fill(null))
  })

  it('are forgotten with their sockets', async () => {
    const world = new World()
    const [ada] = await makeUsers(world.storage, 1)
    if (!ada) throw new Error('nobody there')
    const node = await world.node()
    node.hub.disconnect(await node.connect(ada.id))
    await node.tracker.stop()
    await node.hub.stop()
    await world.pass(15_000)
    expect(world.timers.waiting).toBe(0)
    const signal: Signal = {
      kind: 'presence',
      changes: [{ userId: ada.id, status: 'online', lastSeenAt: null, chatIds: [], hiddenFrom: [] }],
    }
    await expect(node.hub.receive(signal)).resolves.toBeUndefined()
  })
})
