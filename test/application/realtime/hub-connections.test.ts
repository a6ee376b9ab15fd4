import { describe, expect, it } from '@jest/globals'
import { Rounds } from '../../../src/application/rounds.js'
import type { SessionId } from '../../../src/domain/ids.js'
import { SlowBus } from './slow-bus.js'
import { ann, ben, change, chat, type FakeSocket, heard, roomTopic, seat, socketOf, userTopic, World } from './world.js'

const frame = (type: string) => JSON.stringify({ type, data: {} })

describe('a socket', () => {
  it('is first told that all is ready', async () => {
    const world = new World()
    const node = await world.node()
    const socket = await node.connect(ann)
    expect(socket.frames).toEqual([
      {
        type: 'ready',
        data: { connectionId: socket.id, userId: ann, heartbeatSeconds: 25, serverTime: world.clock.now().toISOString() },
      },
    ])
    expect(socket.importances).toEqual(['vital'])
  })

  it('hears of its user only once it is ready', async () => {
    const world = new World()
    const bus = new SlowBus(world.bus.node())
    const node = await world.node({ broadcaster: bus })
    bus.slow = true
    const socket = socketOf(ann)
    const connecting = node.hub.connect(socket)
    await node.hub.receive({ kind: 'user', userId: ann, frame: frame('me.updated') })
    expect(socket.frames).toEqual([])
    bus.letThrough()
    await connecting
    await node.hub.receive({ kind: 'user', userId: ann, frame: frame('me.updated') })
    expect(socket.frames.map(({ type }) => type)).toEqual(['ready', 'me.updated'])
  })

  it('F13 is told to resync, with growing pauses, until somebody subscribes it: the command may have been lost', async () => {
    const world = new World()
    const node = await world.node()
    const [forgotten, gone, other] = [await node.connect(ann), await node.connect(ann), await node.connect(ben)]
    await node.hub.receive({ kind: 'subscribe', userId: ben, seats: [seat()] })
    node.hub.disconnect(gone)
    const resyncs = () => [forgotten, gone, other].map((socket) => heard(socket).filter((type) => type === 'resync').length)
    await world.pass(14_000)
    expect(resyncs()).toEqual([1, 0, 0])
    await world.pass(2_000)
    expect(resyncs()).toEqual([2, 0, 0])
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [] })
    await world.pass(100_000)
    expect(resyncs()).toEqual([2, 0, 0])
  })

  it('gets what is for its user, on all of their sockets and on nobody else’s', async () => {
    const world = new World()
    const [one, two] = [await world.node(), await world.node()]
    const sockets = [await one.connect(ann), await one.connect(ann), await two.connect(ann)]
    const other = await two.connect(ben)
    one.broadcaster.broadcast(userTopic(ann), { kind: 'user', userId: ann, frame: frame('me.updated') })
    expect(sockets.map(heard)).toEqual([['me.updated'], ['me.updated'], ['me.updated']])
    expect(heard(other)).toEqual([])
  })

  it('S93 makes room for an eleventh one of its user', async () => {
    const world = new World()
    const node = await world.node()
    const sockets: FakeSocket[] = []
    for (let count = 0; count < 11; count += 1) sockets.push(await node.connect(ann))
    const other = await node.connect(ben)
    expect(sockets.map(({ closed }) => closed)).toEqual([4409, ...Array(10).fill(null)])
    expect(other.closed).toBeNull()
    expect(node.hub.size).toBe(11)
  })

  it('that closes before it is ready leaves nothing behind, and gets nothing', async () => {
    const world = new World()
    const bus = new SlowBus(world.bus.node())
    const node = await world.node({ broadcaster: bus })
    bus.slow = true
    const socket = socketOf(ann)
    const connecting = node.hub.connect(socket)
    node.hub.disconnect(socket)
    bus.letThrough()
    await connecting
    expect(socket.frames).toEqual([])
    expect(node.hub.size).toBe(0)
    expect([...bus.joined]).toEqual(['nodes'])
  })

  it('S112 leaves nothing behind', async () => {
    const world = new World()
    const bus = new SlowBus(world.bus.node())
    const node = await world.node({ broadcaster: bus })
    const waiting = world.timers.waiting
    for (let times = 0; times < 50; times += 1) {
      const sockets = [await node.connect(ann), await node.connect(ann)]
      await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
      await node.hub.receive(change(7))
      expect([...bus.joined]).toEqual(['nodes', userTopic(ann), roomTopic(chat)])
      for (const socket of [...sockets, ...sockets]) node.hub.disconnect(socket)
    }
    expect([node.hub.size, node.hub.rooms, world.timers.waiting]).toEqual([0, 0, waiting])
    expect([...bus.joined]).toEqual(['nodes'])
    await node.hub.stop()
    expect([...bus.joined]).toEqual([])
    expect(world.timers.waiting).toBe(0)
  })
})

describe('a session that ends', () => {
  it('S92 takes its sockets with it, on every node, and nobody else’s', async () => {
    const world = new World()
    const [one, two] = [await world.node(), await world.node()]
    const ended = [await one.connect(ann, 'a'), await two.connect(ann, 'a')]
    const kept = [await one.connect(ann, 'b'), await two.connect(ben, 'c')]
    for (const userId of [ann, ben]) await two.hub.receive({ kind: 'subscribe', userId, seats: [seat()] })
    await one.broadcaster.command('nodes', { kind: 'end-sessions', userId: ann, sessionIds: ['a' as SessionId] })
    expect(ended.map(({ closed }) => closed)).toEqual([4401, 4401])
    expect(kept.map(({ closed }) => closed)).toEqual([null, null])
    one.broadcaster.broadcast(roomTopic(chat), change(1))
    expect([ended, kept].map((sockets) => sockets.map(heard))).toEqual([
      [[], []],
      [[], [1]],
    ])
  })

  it('is forgotten on every node, sockets or not', async () => {
    const world = new World()
    const [one, two] = [await world.node(), await world.node()]
    await one.broadcaster.command('nodes', { kind: 'end-sessions', userId: ann, sessionIds: ['a' as SessionId] })
    expect([one.forgotten, two.forgotten]).toEqual([['a'], ['a']])
  })

  it('S92 also takes a socket that was just being opened', async () => {
    const world = new World()
    const node = await world.node()
    await node.broadcaster.command('nodes', { kind: 'end-sessions', userId: ann, sessionIds: ['a' as SessionId] })
    const socket = await node.connect(ann, 'a')
    expect(socket.closed).toBe(4401)
    expect(socket.frames).toEqual([])
    expect(node.hub.size).toBe(0)
  })

  it('S15 is noticed within 5 s though nobody said so', async () => {
    const world = new World()
    const node = await world.node()
    const [ended, kept] = [await node.connect(ann, 'a'), await node.connect(ben, 'b')]
    world.sessions.live.delete('a' as SessionId)
    await world.pass(5_000)
    expect([ended.closed, kept.closed]).toEqual([4401, null])
    expect(node.forgotten).toEqual([])
  })

  it('S15 S92 is noticed at once after a time of deafness, and every session is asked for again', async () => {
    const world = new World()
    const node = await world.node()
    const [ended, kept] = [await node.connect(ann, 'a'), await node.connect(ben, 'b')]
    world.sessions.live.delete('a' as SessionId)
    for (let times = 0; times < 5; times += 1) node.hub.interrupted()
    await world.pass(1)
    expect([ended.closed, kept.closed]).toEqual([4401, null])
    expect(new Set(node.forgotten)).toEqual(new Set(['all']))
    expect(world.sessions.asked).toBe(1)
  })

  it('is not asked for where only a room or a user was not heard, and by one round at a time, however early', async () => {
    const world = new World()
    const node = await world.node()
    await node.connect(ann, 'a')
    node.hub.interrupted(roomTopic(chat))
    node.hub.interrupted(userTopic(ann))
    await world.pass(1)
    expect([world.sessions.asked, node.forgotten]).toEqual([0, []])

    const ends: (() => void)[] = []
    let most = 0
    const work = () =>
      new Promise<number>(
        (resolve) =>
          (most = Math.max(
            most,
            ends.push(() => resolve(1_000)),
          )),
      )
    const rounds = new Rounds(world.timers, { work, pause: 1_000, onFailure: () => undefined })
    rounds.hurry()
    rounds.start(100)
    await world.pass(1_000)
    expect(most).toBe(1)
    const stopped = rounds.stop()
    for (const end of ends) end()
    await stopped
    await world.pass(5_000)
    expect(ends).toHaveLength(1)
  })

  it('S91 keeps its sockets for 30 s after its newest access token has expired, and no longer', async () => {
    const world = new World()
    const node = await world.node()
    const socket = await node.connect(ann, 'a')
    world.sessions.live.set('a' as SessionId, new Date(world.clock.now().getTime() + 11_000))
    await world.pass(0)
    for (let second = 0; second < 40; second += 1) await world.pass(1_000)
    expect(socket.closed).toBeNull()
    for (let tenth = 0; tenth < 13; tenth += 1) await world.pass(100)
    expect(socket.closed).toBe(4401)
  })

  it('S91 is extended by a refresh, without a frame', async () => {
    const world = new World()
    const node = await world.node()
    const socket = await node.connect(ann, 'a')
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [] })
    for (let minute = 0; minute < 5; minute += 1) {
      world.sessions.live.set('a' as SessionId, new Date(world.clock.now().getTime() + 60_000))
      for (let second = 0; second < 60; second += 1) await world.pass(1_000)
    }
    expect(socket.closed).toBeNull()
    expect(heard(socket).every((type) => type === 'heartbeat')).toBe(true)
    world.sessions.live.set('a' as SessionId, new Date(world.clock.now().getTime() + 1))
    for (let second = 0; second < 36; second += 1) await world.pass(1_000)
    expect(socket.closed).toBe(4401)
    expect((await node.connect(ann, 'a')).closed).toBeNull()
  })

  it('is not guessed: sockets stay while the database is away', async () => {
    const world = new World()
    const node = await world.node()
    const socket = await node.connect(ann, 'a')
    world.sessions.away = true
    for (let second = 0; second < 60; second += 1) await world.pass(1_000)
    expect(socket.closed).toBeNull()
    expect(world.sessions.asked).toBeGreaterThan(10)
  })

  it('costs one question every 4 s, however many there are, and none without sockets', async () => {
    const world = new World()
    const node = await world.node()
    for (let second = 0; second < 20; second += 1) await world.pass(1_000)
    expect(world.sessions.asked).toBe(0)
    for (let count = 0; count < 30; count += 1) await node.connect(ann, `s${count}`)
    for (let second = 0; second < 20; second += 1) await world.pass(1_000)
    expect(world.sessions.asked).toBe(5)
  })
})

describe('draining', () => {
  it('closes every socket, spread over the time, and those that still come', async () => {
    const world = new World()
    const node = await world.node()
    const sockets: FakeSocket[] = []
    for (let count = 0; count < 10; count += 1) sockets.push(await node.connect(ann))
    const done = node.hub.drain(2_000)
    const closed = () => sockets.filter((socket) => socket.closed === 1001).length
    await world.pass(0)
    expect(closed()).toBe(1)
    expect((await node.connect(ben)).closed).toBe(1001)
    await world.pass(1_000)
    expect(closed()).toBe(6)
    await world.pass(1_000)
    await done
    expect(closed()).toBe(10)
    expect(node.hub.size).toBe(0)
  })

  it('is done at once where there is nothing to close', async () => {
    const { hub } = await new World().node()
    expect(await hub.drain(60_000)).toBeUndefined()
  })
})
