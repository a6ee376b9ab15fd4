import { describe, expect, it } from '@jest/globals'
import { ann, ben, chat, type FakeSocket, otherChat, seat, World } from './world.js'

const beats = (socket: FakeSocket) => socket.frames.filter(({ type }) => type === 'heartbeat').map(({ data }) => data)

async function connected() {
  const world = new World()
  const node = await world.node()
  const socket = await node.connect(ann)
  await node.hub.receive({ kind: 'subscribe', userId: ann, seats: [seat()] })
  return { world, node, socket }
}

/** Questions of the heartbeats: the relay asks too, and of another time. */
const asked = ({ heads }: World) => heads.asked.filter(({ to }) => to === undefined || to === 1_000)

async function seconds(world: World, count: number): Promise<void> {
  for (let second = 0; second < count; second += 1) await world.pass(1_000)
}

describe('a heartbeat', () => {
  it('comes at least every 25 s, and cannot be spared', async () => {
    const { world, socket } = await connected()
    for (let count = 1; count <= 8; count += 1) {
      await seconds(world, 25)
      expect(beats(socket).length).toBeGreaterThanOrEqual(count)
    }
    expect(beats(socket).length).toBeLessThanOrEqual(11)
    expect(beats(socket)[0]).toEqual({ heads: {} })
    expect(new Set(socket.importances)).toEqual(new Set(['vital']))
  })

  it('has the heads of this socket’s chats that changed since the one before, and of no others', async () => {
    const { world, node, socket } = await connected()
    const other = await node.connect(ben)
    await node.hub.receive({ kind: 'subscribe', userId: ben, seats: [seat(1, otherChat)] })
    world.heads.changed.set(chat, 17)
    world.heads.changed.set(otherChat, 3)
    await seconds(world, 22)
    expect(beats(socket)[0]).toEqual({ heads: { [chat]: 17 } })
    expect(beats(other)[0]).toEqual({ heads: { [otherChat]: 3 } })
    world.heads.changed.clear()
    await seconds(world, 22)
    expect(beats(socket).at(-1)).toEqual({ heads: {} })
  })

  it('looks back to the one before it and a little further, but not at the last second', async () => {
    const { world } = await connected()
    world.heads.asked.length = 0
    await seconds(world, 60)
    const [first, second] = asked(world)
    expect(first?.to).toBe(1_000)
    expect(first?.from).toBeGreaterThanOrEqual(10_000 + 1_000)
    expect(second?.from).toBeGreaterThanOrEqual(20_000 + 1_000)
    expect(second?.from).toBeLessThanOrEqual(20_000 + 8_500)
  })

  it('comes without heads while the database is away or slow, and looks back further afterwards', async () => {
    const { world, socket } = await connected()
    world.heads.away = true
    await seconds(world, 25)
    expect(beats(socket)[0]).toEqual({ heads: {} })
    world.heads.away = false
    let answer = () => {}
    world.heads.slow = new Promise((resolve) => {
      answer = resolve
    })
    await seconds(world, 25)
    expect(beats(socket).length).toBeGreaterThanOrEqual(2)
    expect(beats(socket).at(-1)).toEqual({ heads: {} })
    answer()
    world.heads.slow = null
    world.heads.changed.set(chat, 5)
    await seconds(world, 25)
    expect(beats(socket).at(-1)).toEqual({ heads: { [chat]: 5 } })
    expect(Math.max(...asked(world).map(({ from }) => from ?? 0))).toBeGreaterThan(50_000)
  })

  it('is spread over the seconds, one question for those that are due together', async () => {
    const world = new World()
    const node = await world.node()
    for (let count = 0; count < 100; count += 1) {
      await node.connect(`user ${count}` as typeof ann)
      await node.hub.receive({ kind: 'subscribe', userId: `user ${count}` as typeof ann, seats: [seat()] })
    }
    world.heads.asked.length = 0
    await seconds(world, 20)
    expect(asked(world).length).toBe(10)
  })

  it('ends with its socket', async () => {
    const { world, node, socket } = await connected()
    node.hub.disconnect(socket)
    await seconds(world, 60)
    expect(beats(socket)).toEqual([])
    expect(asked(world).length).toBe(1)
  })
})
