import { describe, expect, it } from '@jest/globals'
import { SlowBus } from './slow-bus.js'
import { ann, ben, change, chat, heard, otherChat, roomTopic, seat, userTopic, World } from './world.js'

/** One node, ann's socket in the chat, which stands at the given change. */
async function seated({ head = 4, firstNumber = 1 } = {}) {
  const world = new World()
  world.heads.heads.set(chat, head)
  const node = await world.node()
  const socket = await node.connect(ann)
  await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat(firstNumber)] })
  return { world, node, socket }
}

describe('a room', () => {
  it('delivers what comes after the change at which it was entered, in order', async () => {
    const { node, socket } = await seated()
    for (const seq of [4, 5, 6]) node.broadcaster.broadcast(roomTopic(chat), change(seq))
    expect(heard(socket)).toEqual([5, 6])
    expect(socket.importances.slice(1)).toEqual(['durable', 'durable'])
  })

  it('is not there for sockets that were not told to enter it', async () => {
    const { node } = await seated()
    const stranger = await node.connect(ben)
    node.broadcaster.broadcast(roomTopic(chat), change(5))
    expect(heard(stranger)).toEqual([])
  })

  it('hands one frame over once for all of its sockets', async () => {
    const { node, socket } = await seated()
    const second = await node.connect(ann)
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    const before = node.transport.sends
    node.broadcaster.broadcast(roomTopic(chat), change(5))
    expect(node.transport.sends - before).toBe(1)
    expect([heard(socket), heard(second)]).toEqual([[5], [5]])
  })

  it('holds a change that came before its predecessor, and drops repeats', async () => {
    const { node, socket } = await seated()
    for (const seq of [6, 7, 6, 5, 5, 8]) await node.hub.receive(change(seq))
    expect(heard(socket)).toEqual([5, 6, 7, 8])
  })

  it('waits 300 ms for a missing change, then fetches it, and delivers all in order', async () => {
    const { world, node, socket } = await seated()
    world.log.has(8, [5, 6, 7, 8])
    await node.hub.receive(change(6))
    await world.pass(200)
    await node.hub.receive(change(8))
    await world.pass(99)
    expect(heard(socket)).toEqual([])
    await world.pass(1)
    expect(heard(socket)).toEqual([5, 6, 7, 8])
    expect(world.log.asked).toEqual([{ of: 'changes', after: new Map([[chat, 4]]) }])
    for (const seq of [5, 7, 9]) await node.hub.receive(change(seq))
    expect(heard(socket)).toEqual([5, 6, 7, 8, 9])
    expect(socket.frames[1]).toMatchObject({ type: 'message.created', chatId: chat, seq: 5, data: { message: { number: 5 } } })
  })

  it('holds what comes while it fetches', async () => {
    const { world, node, socket } = await seated()
    world.log.has(6, [5, 6])
    let answer = () => {}
    world.log.slow = new Promise((resolve) => {
      answer = resolve
    })
    await node.hub.receive(change(6))
    await world.pass(1_000)
    for (const seq of [8, 7]) await node.hub.receive(change(seq))
    expect(heard(socket)).toEqual([])
    answer()
    await world.pass(0)
    expect(heard(socket)).toEqual([5, 6, 7, 8])
    expect(world.log.asked.length).toBe(1)
  })

  it('says resync for a change that its state does not tell any more, and looks at the seats before it goes on', async () => {
    const { world, node, socket } = await seated()
    world.log.has(7, [6, 7])
    await node.hub.receive(change(6))
    await world.pass(300)
    expect(heard(socket)).toEqual(['resync', 6, 7])
    expect(world.log.asked.map(({ of }) => of)).toEqual(['changes', 'seats'])
  })

  it('LI3 says resync to those as well who came while it looked at the seats, at the place of what it cannot tell', async () => {
    const { world, node, socket } = await seated()
    const newcomer = await node.connect(ben)
    world.log.has(7, [5, 7], { membersSeq: 6 })
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    const seatsChangedAfter = world.log.seatsChangedAfter.bind(world.log)
    world.log.seatsChangedAfter = async (after) => asked.then(() => seatsChangedAfter(after))
    await node.hub.receive(change(7))
    await world.pass(300)
    await node.hub.receive({ kind: 'subscribe', userId: ben, seats: [seat(6, chat, 6)] })
    answer()
    await world.pass(0)
    expect(heard(newcomer)).toEqual(['skipped 5', 'resync', 7])
    expect(heard(socket)).toEqual([5, 'resync', 7])
  })

  it('tells of a last change that is nobody’s message or place as one of the chat itself', async () => {
    const { world, node, socket } = await seated()
    world.log.has(6, [5])
    world.heads.changed.set(chat, 6)
    await world.pass(1_500)
    expect(heard(socket)).toEqual([5, 'chat.updated 6'])
    expect(node.hub.rooms).toBe(1)
  })

  it('leaves more than 200 missing changes to a resync', async () => {
    const { world, node, socket } = await seated()
    world.log.has(
      205,
      [...Array(200).keys()].map((place) => place + 5),
    )
    await node.hub.receive(change(205))
    await world.pass(300)
    expect(heard(socket)).toEqual(['resync'])
    await node.hub.receive(change(206))
    await world.pass(0)
    expect(heard(socket)).toEqual(['resync', 206])
  })

  it('fetches 200', async () => {
    const { world, node, socket } = await seated()
    world.log.has(
      204,
      [...Array(200).keys()].map((place) => place + 5),
    )
    await node.hub.receive(change(204))
    await world.pass(300)
    expect(heard(socket)).toEqual(Array.from({ length: 200 }, (_, place) => place + 5))
  })

  it('says resync once while the database is away, delivers nothing, and once more when it is back', async () => {
    const { world, node, socket } = await seated()
    world.log.away = true
    for (const seq of [6, 8, 9, 10]) {
      await node.hub.receive(change(seq))
      await world.pass(500)
    }
    expect(heard(socket)).toEqual(['resync'])
    world.log.away = false
    await node.hub.receive(change(11))
    await world.pass(0)
    expect(heard(socket)).toEqual(['resync', 'resync', 11])
  })

  it('gives a database that does not answer 2 s', async () => {
    const { world, node, socket } = await seated()
    world.log.has(6, [5, 6])
    world.log.slow = new Promise(() => undefined)
    await node.hub.receive(change(6))
    await world.pass(2_299)
    expect(heard(socket)).toEqual([])
    await world.pass(1)
    expect(heard(socket)).toEqual(['resync'])
  })

  it('does not believe an announced change that the database does not have', async () => {
    const { world, node, socket } = await seated()
    world.log.has(4, [])
    await node.hub.receive(change(9_000))
    await world.pass(300)
    await node.hub.receive(change(5))
    expect(heard(socket)).toEqual([5])
  })

  it('closes when the database says that the chat is gone', async () => {
    const { world, node, socket } = await seated()
    world.log.gone.add(chat)
    await node.hub.receive(change(6))
    await world.pass(300)
    expect(socket.frames.at(-1)).toEqual({ type: 'chat.removed', chatId: chat, data: { reason: 'deleted' } })
    expect(node.hub.rooms).toBe(0)
  })

  it('says no resync for gaps that fill in time, however closely they follow each other', async () => {
    const { world, node, socket } = await seated({ head: 0 })
    for (let seq = 1; seq < 40; seq += 2) {
      await node.hub.receive(change(seq + 1))
      await world.pass(50)
      await node.hub.receive(change(seq + 3))
      await node.hub.receive(change(seq))
    }
    await node.hub.receive(change(41))
    await world.pass(1_000)
    expect(heard(socket)).toEqual(Array.from({ length: 42 }, (_, place) => place + 1))
  })

  it('does not hold without bound', async () => {
    const { node, socket } = await seated({ head: 0 })
    for (let seq = 2; seq <= 300; seq += 1) await node.hub.receive(change(seq))
    expect(heard(socket)).toEqual(['resync', 'resync', ...Array.from({ length: 42 }, (_, place) => place + 259)])
  })

  it('S119 tells those who may not see a message only that something was there', async () => {
    const { node, socket } = await seated({ firstNumber: 10 })
    const old = await node.connect(ben)
    await node.hub.receive({ kind: 'subscribe', userId: ben, seats: [seat(1)] })
    await node.hub.receive(change(5, { number: 9 }))
    await node.hub.receive(change(6, { number: 10 }))
    await node.hub.receive(change(7))
    expect(heard(socket)).toEqual(['skipped 5', 6, 7])
    expect(socket.frames[1]).toEqual({ type: 'skipped', chatId: chat, seq: 5 })
    expect(heard(old)).toEqual([5, 6, 7])
  })

  it('lets passing events through in whatever order, to be spared first', async () => {
    const { node, socket } = await seated()
    const frame = JSON.stringify({ type: 'read', chatId: chat, data: {} })
    await node.hub.receive({ kind: 'room', chatId: chat, seq: null, number: null, membersSeq: null, frame })
    expect(heard(socket)).toEqual(['read'])
    expect(socket.importances.at(-1)).toBe('passing')
  })

  it('S120 S122 lets them through only where it is known who was there when they were sent, and not to those they are hidden from', async () => {
    const { node, socket } = await seated()
    const other = await node.connect(ben)
    await node.hub.receive({ kind: 'subscribe', userId: ben, seats: [seat()] })
    const frame = JSON.stringify({ type: 'typing', chatId: chat, data: {} })
    const typing = { kind: 'room', chatId: chat, seq: null, number: null, frame } as const
    await node.hub.receive({ ...typing, membersSeq: 5 })
    expect([heard(socket), heard(other)]).toEqual([[], []])
    await node.hub.receive({ ...typing, membersSeq: 4, hiddenFrom: [ben] })
    expect([heard(socket), heard(other)]).toEqual([['typing'], []])
    node.broadcaster.broadcast(roomTopic(chat), change(5))
    await node.hub.receive({ ...typing, membersSeq: 5 })
    expect([heard(socket), heard(other)]).toEqual([
      ['typing', 5, 'typing'],
      [5, 'typing'],
    ])
  })

  it('S120 a seat that was read before the room was opened is looked at again: who has it may have left before that', async () => {
    const { world, node, socket } = await seated()
    const other = await node.connect(ben)
    world.log.seats.set(chat, { upTo: 4, firstNumbers: new Map([[ben, null]]) })
    await node.hub.receive({ kind: 'subscribe', userId: ben, seats: [seat(1, chat, 3)] })
    await world.pass(0)
    node.broadcaster.broadcast(roomTopic(chat), change(5))
    expect([heard(socket), heard(other)]).toEqual([[5], ['resync']])
  })

  it('is closed with its chat: the sockets get the last frame, and nothing after it', async () => {
    const { node, socket } = await seated()
    const frame = JSON.stringify({ type: 'chat.removed', chatId: chat, data: { reason: 'deleted' } })
    node.broadcaster.broadcast(roomTopic(chat), { kind: 'close-room', chatId: chat, frame })
    node.broadcaster.broadcast(roomTopic(chat), change(5))
    await node.hub.receive(change(5))
    expect(heard(socket)).toEqual(['chat.removed'])
    expect(node.hub.rooms).toBe(0)
  })
})

describe('entering a room', () => {
  it('holds what comes while it is not yet known where the chat stands', async () => {
    const world = new World()
    world.heads.heads.set(chat, 4)
    const node = await world.node()
    const socket = await node.connect(ann)
    let answer = () => {}
    world.heads.slow = new Promise((resolve) => {
      answer = resolve
    })
    const done = node.broadcaster.command(userTopic(ann), { kind: 'subscribe', userId: ann, seats: [seat()] })
    await world.pass(100)
    for (const seq of [6, 4, 5]) node.broadcaster.broadcast(roomTopic(chat), change(seq))
    expect(heard(socket)).toEqual([])
    answer()
    expect(await done).toBe(true)
    expect(heard(socket)).toEqual([5, 6])
  })

  it('first hears of the chat, and only then looks where it stands', async () => {
    const world = new World()
    const bus = new SlowBus(world.bus.node())
    const node = await world.node({ broadcaster: bus })
    const socket = await node.connect(ann)
    bus.slow = true
    const entering = node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    await world.pass(10)
    expect(world.heads.asked).toEqual([])
    world.heads.heads.set(chat, 8)
    bus.letThrough()
    await entering
    for (const seq of [8, 9]) node.broadcaster.broadcast(roomTopic(chat), change(seq))
    expect(heard(socket)).toEqual([9])
  })

  it('is done only when the room is open, for whoever else enters it meanwhile too', async () => {
    const world = new World()
    world.heads.heads.set(chat, 4)
    const node = await world.node()
    const [first, second] = [await node.connect(ann), await node.connect(ben)]
    let answer = () => {}
    world.heads.slow = new Promise((resolve) => {
      answer = resolve
    })
    const done: string[] = []
    const entering = [ann, ben].map(async (userId) => {
      await node.hub.receive({ kind: 'subscribe', userId, seats: [seat()] })
      done.push(userId)
    })
    await world.pass(10)
    expect(done).toEqual([])
    expect(world.heads.asked.length).toBe(1)
    answer()
    await Promise.all(entering)
    await node.hub.receive(change(5))
    expect([heard(first), heard(second)]).toEqual([[5], [5]])
  })

  it('asks once for all new rooms, and not at all for those that are open', async () => {
    const { world, node } = await seated()
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat(), seat(1, otherChat), seat(1, 'third' as typeof chat)] })
    expect(world.heads.asked.map(({ chatIds }) => chatIds)).toEqual([[chat], [otherChat, 'third']])
  })

  it('says resync where the chat’s place cannot be read, and delivers all the same', async () => {
    const world = new World()
    const node = await world.node()
    const socket = await node.connect(ann)
    world.heads.away = true
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    expect(heard(socket)).toEqual(['resync'])
    await node.hub.receive(change(8))
    await node.hub.receive(change(7))
    await world.pass(300)
    expect(heard(socket)).toEqual(['resync', 7, 8, 'resync'])
    await node.hub.receive(change(9))
    expect(heard(socket).at(-1)).toBe(9)
  })

  it('tries again to read the place with the next command', async () => {
    const world = new World()
    const node = await world.node()
    const socket = await node.connect(ann)
    world.heads.away = true
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    world.heads.away = false
    world.heads.heads.set(chat, 6)
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    await node.hub.receive(change(6))
    await node.hub.receive(change(7))
    expect(heard(socket)).toEqual(['resync', 7])
  })

  it('says resync where it took so long that the answer may have gone out before', async () => {
    const world = new World()
    world.heads.heads.set(chat, 4)
    const node = await world.node()
    const socket = await node.connect(ann)
    let answer = () => {}
    world.heads.slow = new Promise((resolve) => {
      answer = resolve
    })
    const entering = node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    await world.pass(400)
    answer()
    await entering
    expect(heard(socket)).toEqual(['resync'])
  })

  it('leaves nothing behind when the socket closes before the room is open', async () => {
    const world = new World()
    const node = await world.node()
    const socket = await node.connect(ann)
    const entering = node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    node.hub.disconnect(socket)
    await entering
    expect(node.hub.rooms).toBe(0)
    const again = await node.connect(ann)
    world.heads.heads.set(chat, 2)
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    node.broadcaster.broadcast(roomTopic(chat), change(3))
    expect(heard(again)).toEqual([3])
    expect(heard(socket)).toEqual([])
  })

  it('does nothing for a user without a socket here', async () => {
    const world = new World()
    const node = await world.node()
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
    expect(node.hub.rooms).toBe(0)
    expect(world.heads.asked).toEqual([])
  })
})

describe('leaving a room', () => {
  it('S120 ends delivery at once, what was held included', async () => {
    const { world, node, socket } = await seated()
    await node.hub.receive(change(6))
    await node.hub.receive({ kind: 'unsubscribe', userId: ann, departures: [{ chatId: chat, seq: 1_001 }] })
    await node.hub.receive(change(5))
    await world.pass(1_000)
    expect(heard(socket)).toEqual([])
    expect(node.hub.rooms).toBe(0)
  })

  it('S120 LC4 that comes late unseats nobody who has come back, and has them sync; nor does a seat as of before they had', async () => {
    const { node, socket } = await seated()
    const left = { chatId: chat, seq: 900 }
    const frame = JSON.stringify({ type: 'chat.removed', chatId: chat, data: { reason: 'removed' } })
    await node.hub.receive({ kind: 'unsubscribe', userId: ann, departures: [left] })
    await node.hub.receive({ kind: 'user', userId: ann, frame, mine: { chatId: chat, seq: null }, departure: left })
    await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat(1, chat, 899)] })
    await node.hub.receive({ kind: 'unsubscribe', userId: ann, departures: [left] })
    node.broadcaster.broadcast(roomTopic(chat), change(5))
    expect(heard(socket)).toEqual(['chat.removed', 'resync', 5])
    await node.hub.receive({ kind: 'unsubscribe', userId: ann, departures: [{ chatId: chat, seq: 1_001 }] })
    await node.hub.receive({ kind: 'user', userId: ann, frame, mine: { chatId: chat, seq: null }, departure: { chatId: chat, seq: 1_001 } })
    expect([heard(socket), node.hub.rooms]).toEqual([['chat.removed', 'resync', 5, 'chat.removed'], 0])
  })

  it('leaves the others in it', async () => {
    const { node, socket } = await seated()
    const other = await node.connect(ben)
    await node.hub.receive({ kind: 'subscribe', userId: ben, seats: [seat()] })
    node.hub.disconnect(socket)
    node.broadcaster.broadcast(roomTopic(chat), change(5))
    expect([heard(socket), heard(other)]).toEqual([[], [5]])
    node.hub.disconnect(other)
    expect(node.hub.rooms).toBe(0)
  })
})

describe('after a time of deafness', () => {
  it('moves the rooms on and tells every socket to resync, in this order', async () => {
    const { world, node, socket } = await seated()
    const idle = await node.connect(ben)
    world.log.seats.set(chat, { upTo: 9, firstNumbers: new Map() })
    node.hub.interrupted()
    await world.pass(0)
    expect([heard(socket), heard(idle)]).toEqual([['resync'], ['resync']])
    for (const seq of [8, 9, 10]) await node.hub.receive(change(seq))
    expect(heard(socket)).toEqual(['resync', 10])
  })

  it('says resync also while the database is away, and once for interruptions that come together', async () => {
    const { world, node, socket } = await seated()
    world.log.away = true
    for (let times = 0; times < 5; times += 1) node.hub.interrupted()
    await world.pass(0)
    expect(heard(socket)).toEqual(['resync', 'resync'])
  })
})
