import { describe, expect, it } from '@jest/globals'
import { LiveWorld } from './live-world.js'
import { arrives, type Fate, isLost } from './lossy-bus.js'
import type { FakeSocket } from './world.js'

/** Two nodes; ada is connected to the first, ben and cleo to the second; all three are in one group that ada owns. */
async function threePeople({ history = 'all' as 'all' | 'since_joining' } = {}) {
  const world = new LiveWorld()
  const [ada, ben, cleo] = await world.addUsers('ada', 'ben', 'cleo')
  const [first, second] = [await world.node(), await world.node()]
  const settings = { title: 'Sailing', history }
  const { id: chatId } = await first.core.createGroup.execute({ userId: ada, settings, memberIds: [ben, cleo] })
  const sockets = { ada: await first.connect(ada), ben: await second.connect(ben), cleo: await second.connect(cleo) }
  await world.pass(10_000)
  for (const socket of Object.values(sockets)) socket.frames.length = 0
  return { world, ada, ben, cleo, first, second, chatId, sockets }
}

const numbers = (socket: FakeSocket): readonly number[] =>
  socket.frames.filter(({ type }) => type === 'message.created').map(({ data }) => data.message.number)

const types = (socket: FakeSocket): ReadonlySet<string> =>
  new Set(socket.frames.map(({ type }) => type).filter((type) => type !== 'heartbeat'))

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place + 1)

const ofRooms =
  (fate: Fate): Fate =>
  (signal) =>
    signal.kind === 'room' ? fate(signal) : [0]

describe('a change that nobody announced', () => {
  it('F1 reaches live sockets within 2 s when its node died between commit and publish', async () => {
    const { world, ada, first, second, chatId, sockets } = await threePeople()
    await world.send(first, ada, chatId)
    await world.storage.messages.append({
      id: world.nextId() as never,
      clientId: world.nextId() as never,
      chatId,
      senderId: ada,
      text: 'committed, and then the node died',
      replyTo: null,
      createdAt: world.clock.now(),
    })
    await world.pass(2_000)
    for (const socket of Object.values(sockets)) {
      expect(numbers(socket)).toEqual([1, 2])
      // Her own mark moved too, of which nobody told her.
      expect(types(socket).has('resync')).toBe(socket === sockets.ada)
    }
    await world.send(second, ada, chatId)
    expect(numbers(sockets.ben)).toEqual([1, 2, 3])
  })

  it('F1 F21 reaches live sockets within 2 s of when the database has time again, however long it had none', async () => {
    const { world, ada, first, second, chatId, sockets } = await threePeople()
    const { log } = world.storage
    const changesAfter = log.changesAfter.bind(log)
    log.changesAfter = () => Promise.reject(new Error('too slow'))
    second.bus.fate = isLost
    await world.send(first, ada, chatId)
    await world.pass(12_000)
    expect(numbers(sockets.ben)).toEqual([])
    log.changesAfter = changesAfter
    await world.pass(2_000)
    expect(numbers(sockets.ben)).toEqual([1])
  })

  it('F1 is the same frame that its announcement would have been', async () => {
    const { world, ada, first, second, chatId, sockets } = await threePeople()
    second.bus.fate = isLost
    await world.send(first, ada, chatId, 'שלום \u2028')
    await first.core.updateChat.execute({ actorId: ada, chatId, settings: { title: 'Rowing' } })
    await world.pass(2_000)
    const durable = (socket: FakeSocket) => socket.frames.filter(({ seq }) => seq !== undefined)
    expect(durable(sockets.ben)).toEqual(durable(sockets.ada))
    expect(durable(sockets.ben).map(({ type }) => type)).toEqual(['message.created', 'chat.updated'])
  })

  it('F1 is told by resync within 3 s where the state does not say what it was', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople()
    second.bus.fate = isLost
    await first.core.changeRole.execute({ actorId: ada, chatId, userId: ben, role: 'admin' })
    await world.pass(3_000)
    expect(types(sockets.cleo)).toContain('resync')
    expect(types(sockets.ada)).not.toContain('resync')
  })

  it('F9 F13 nodes deliver each other’s messages within 2 s while the bus is away', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople()
    first.bus.fate = isLost
    second.bus.fate = isLost
    for (let round = 1; round <= 10; round += 1) {
      await world.send(first, ada, chatId)
      await world.send(second, ben, chatId)
      await world.pass(2_000)
      for (const socket of Object.values(sockets)) expect(numbers(socket)).toEqual(upTo(round * 2))
    }
  })

  it('F9 is found in a chat that is never quiet for a moment', async () => {
    const { world, ada, first, second, chatId, sockets } = await threePeople()
    second.bus.fate = isLost
    for (let sent = 0; sent < 100; sent += 1) {
      await world.send(first, ada, chatId)
      await world.pass(100)
      if (sent >= 20) expect(numbers(sockets.ben).length).toBeGreaterThan(sent - 20)
    }
    await world.pass(2_000)
    expect(numbers(sockets.ben)).toEqual(upTo(100))
  })

  it('F11 is found on a node that was deaf without knowing it', async () => {
    const { world, ada, first, second, chatId, sockets } = await threePeople()
    second.bus.fate = isLost
    for (const _ of upTo(5)) await world.send(first, ada, chatId)
    second.bus.fate = arrives
    await world.pass(2_000)
    expect(numbers(sockets.ben)).toEqual(upTo(5))
    expect(types(sockets.ben)).not.toContain('resync')
  })

  it('F35 comes once however often it is announced', async () => {
    const { world, ada, first, second, chatId, sockets } = await threePeople()
    second.bus.fate = ofRooms(() => [0, 0, 300, 2_000])
    for (const _ of upTo(20)) {
      await world.send(first, ada, chatId)
      await world.pass(100)
    }
    await world.pass(5_000)
    expect(numbers(sockets.ben)).toEqual(upTo(20))
  })

  it('F37 is found when every tenth signal is lost', async () => {
    const { world, ada, first, second, chatId, sockets } = await threePeople()
    let signals = 0
    const everyTenth = ofRooms(() => (signals++ % 10 === 7 ? [] : [0]))
    first.bus.fate = everyTenth
    second.bus.fate = everyTenth
    for (const _ of upTo(100)) {
      await world.send(first, ada, chatId)
      await world.pass(50)
    }
    await world.pass(2_000)
    for (const socket of Object.values(sockets)) {
      expect(numbers(socket)).toEqual(upTo(100))
      expect(types(socket)).not.toContain('resync')
    }
  })

  it('is not looked for by a node without rooms', async () => {
    const world = new LiveWorld()
    const { heads } = world.storage
    let asked = 0
    const ask = heads.headsChangedBetween.bind(heads)
    heads.headsChangedBetween = (...all) => {
      asked += 1
      return ask(...all)
    }
    await world.node()
    await world.pass(5_000)
    expect(asked).toBe(0)
    const [ada] = await world.addUsers('ada')
    const node = await world.node()
    await node.connect(ada)
    await node.core.createGroup.execute({ userId: ada, settings: { title: 'Alone' }, memberIds: [] })
    await world.pass(10_000)
    expect(asked).toBeGreaterThanOrEqual(9)
    expect(asked).toBeLessThanOrEqual(13)
  })
})

describe('somebody who was removed', () => {
  it('S120 hears nothing more when the removal’s command and event are lost', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople()
    second.bus.fate = isLost
    await first.core.removeMember.execute({ actorId: ada, chatId, userId: ben })
    second.bus.fate = arrives
    await world.send(first, ada, chatId, 'behind his back')
    await world.pass(2_000)
    expect(JSON.stringify(sockets.ben.frames)).not.toContain('behind his back')
    expect(types(sockets.ben)).toEqual(new Set(['resync']))
    expect(types(sockets.cleo)).toEqual(new Set(['member.left', 'message.created']))
  })

  it('S120 is let go within 2 s although nothing is ever heard', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople()
    second.bus.fate = isLost
    second.hub.disconnect(sockets.cleo)
    await first.core.removeMember.execute({ actorId: ada, chatId, userId: ben })
    await world.pass(2_000)
    expect(second.hub.rooms).toBe(0)
    expect(types(sockets.ben)).toEqual(new Set(['resync']))
  })

  it('S120 hears nothing also where the node was deaf, knows it, and has caught up', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople()
    second.bus.fate = isLost
    await first.core.removeMember.execute({ actorId: ada, chatId, userId: ben })
    second.bus.fate = arrives
    second.hub.interrupted()
    await world.pass(0)
    await world.send(first, ada, chatId, 'behind his back')
    await world.pass(2_000)
    expect(JSON.stringify(sockets.ben.frames)).not.toContain('behind his back')
    expect(numbers(sockets.cleo)).toEqual([1])
  })

  it('S119 and is back sees nothing of the time between, though all of it was lost', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople({ history: 'since_joining' })
    second.bus.fate = isLost
    await first.core.removeMember.execute({ actorId: ada, chatId, userId: ben })
    await world.send(first, ada, chatId, 'while he was away')
    await first.core.addMember.execute({ actorId: ada, chatId, userId: ben })
    second.bus.fate = arrives
    await world.send(first, ada, chatId, 'welcome back')
    await world.pass(2_000)
    expect(JSON.stringify(sockets.ben.frames)).not.toContain('while he was away')
    expect(numbers(sockets.cleo)).toEqual([1, 2])
  })

  it('F7 S120 is not seated by a node that read before the removal and was stopped until after it', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople()
    const seats = await world.storage.chats.seatsOf(ben)
    await first.core.removeMember.execute({ actorId: ada, chatId, userId: ben })
    await second.bus.command(`user:${ben}`, { kind: 'subscribe', userId: ben, seats })
    await world.send(first, ada, chatId, 'behind his back')
    await world.pass(100)
    expect(JSON.stringify(sockets.ben.frames)).not.toContain('behind his back')
    expect(JSON.stringify(sockets.cleo.frames)).toContain('behind his back')
    expect(types(sockets.ben)).toContain('resync')
  })

  it('F7 S120 is not seated as the first one of a node, either', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople()
    const seats = await world.storage.chats.seatsOf(ben)
    await first.core.removeMember.execute({ actorId: ada, chatId, userId: ben })
    second.hub.disconnect(sockets.cleo)
    expect(second.hub.rooms).toBe(0)
    await second.bus.command(`user:${ben}`, { kind: 'subscribe', userId: ben, seats })
    await world.send(first, ada, chatId, 'behind his back')
    await world.pass(100)
    expect(JSON.stringify(sockets.ben.frames)).not.toContain('behind his back')
    expect(second.hub.rooms).toBe(0)
  })

  it('gets no passing events of the chat while the seats are not known', async () => {
    const { world, ada, ben, first, second, chatId, sockets } = await threePeople()
    await world.send(first, ada, chatId)
    second.bus.fate = isLost
    world.storage.log.seatsChangedAfter = () => new Promise(() => undefined)
    await first.core.removeMember.execute({ actorId: ada, chatId, userId: ben })
    second.bus.fate = arrives
    await world.send(first, ada, chatId)
    await world.pass(400)
    sockets.ben.frames.length = 0
    await first.core.markRead.execute({ userId: ada, chatId, number: 2 })
    expect(types(sockets.ben)).toEqual(new Set())
  })
})
