import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Signal } from '../../../src/application/ports/message-broadcaster.js'
import { HeardChanges } from '../../../src/application/realtime/heard-changes.js'
import type { ChatId, UserId } from '../../../src/domain/ids.js'
import { type LiveNode, LiveWorld } from './live-world.js'
import type { Fate } from './lossy-bus.js'
import type { FakeSocket } from './world.js'

const losing =
  (...kinds: readonly Signal['kind'][]): Fate =>
  (signal) =>
    kinds.includes(signal.kind) ? [] : [0]
const typesOf = (socket: FakeSocket) => socket.frames.map(({ type }) => type).filter((type) => type !== 'heartbeat')

describe('what is for a user alone', () => {
  let world: LiveWorld
  let near: LiveNode
  let far: LiveNode
  let ada: UserId
  let bob: UserId
  let chatId: ChatId
  let socket: FakeSocket

  beforeEach(async () => {
    world = new LiveWorld()
    ;[near, far] = [await world.node(), await world.node()]
    ;[ada, bob] = await world.addUsers('ada', 'bob')
    chatId = (await near.core.createGroup.execute({ userId: ada, settings: { title: 'Tea' }, memberIds: [bob] })).id
    socket = await far.connect(bob)
    await world.pass(2_000)
    socket.frames.length = 0
  })

  it('F37 LI10 is a resync within 2 s where it was not heard: marks', async () => {
    await world.send(near, ada, chatId)
    far.bus.fate = losing('user')
    await near.core.markRead.execute({ userId: bob, chatId, number: 1 })
    await world.pass(2_000)
    expect(typesOf(socket).filter((type) => type === 'resync')).toEqual(['resync'])
    await world.pass(10_000)
    expect(typesOf(socket).filter((type) => type === 'resync')).toEqual(['resync'])
  })

  it('F37 LI10 is a resync within 2 s where it was not heard: a chat that was entered, or left', async () => {
    far.bus.fate = losing('user', 'subscribe')
    const other = await near.core.createGroup.execute({ userId: ada, settings: { title: 'More' }, memberIds: [bob] })
    await world.pass(2_000)
    expect(typesOf(socket)).toEqual(['resync'])
    far.bus.fate = losing('user', 'unsubscribe', 'room')
    await near.core.removeMember.execute({ actorId: ada, chatId: other.id, userId: bob })
    await world.pass(2_000)
    expect(typesOf(socket)).toEqual(['resync', 'resync'])
  })

  it('is nothing more where it was heard, in whatever order and however often', async () => {
    let turn = 0
    far.bus.fate = ({ kind }) => (kind === 'user' ? [(turn++ % 3) * 100, 350] : [0])
    for (let times = 0; times < 5; times += 1) {
      const other = await near.core.createGroup.execute({ userId: ada, settings: { title: 'More' }, memberIds: [bob] })
      await world.send(far, bob, other.id)
      await near.core.changePreferences.execute({ userId: bob, chatId: other.id, changes: { pinned: true } })
      if (times % 2) await far.core.leaveChat.execute({ userId: bob, chatId: other.id })
      else await near.core.removeMember.execute({ actorId: ada, chatId: other.id, userId: bob })
      await world.pass(700)
    }
    await world.pass(5_000)
    expect(typesOf(socket)).not.toContain('resync')
  })

  it('is looked for of all users in one question a second, and of nobody where nobody is', async () => {
    const asked: number[] = []
    const { userChanges } = world.storage
    const ask = userChanges.countersBeyond.bind(userChanges)
    userChanges.countersBeyond = (known) => {
      asked.push(known.size)
      return ask(known)
    }
    await far.connect(ada)
    await world.pass(10_000)
    expect(asked.length).toBeGreaterThanOrEqual(8)
    expect(asked.length).toBeLessThanOrEqual(12)
    expect(asked.slice(1).every((count) => count === 2)).toBe(true)
  })

  it('is a resync where it was not known from where on, and none before the database answers', async () => {
    const { userChanges } = world.storage
    const ask = userChanges.countersBeyond.bind(userChanges)
    userChanges.countersBeyond = async () => {
      throw new Error('the database is away')
    }
    const hers = await far.connect(ada)
    await world.pass(5_000)
    expect(typesOf(hers)).not.toContain('resync')
    userChanges.countersBeyond = ask
    await world.pass(2_000)
    expect(typesOf(hers).filter((type) => type === 'resync')).toHaveLength(1)
  })

  it('F37 LI4 the end of a chat that nobody told of reaches its sockets within 2 s', async () => {
    far.bus.fate = losing('close-room')
    await near.core.deleteChat.execute({ actorId: ada, chatId })
    await world.pass(2_000)
    expect(socket.frames.filter(({ type }) => type === 'chat.removed')).toEqual([
      { type: 'chat.removed', chatId, data: { reason: 'deleted' } },
    ])
    expect(far.hub.rooms).toBe(0)
  })
})

describe('what a node has heard of a user', () => {
  const chatId = 'a chat' as ChatId
  const change = (seq: number, isIn = true) => ({ chatId, seq, isIn })

  it('may have holes, which are of what was changed again', () => {
    const heard = new HeardChanges()
    heard.advanceTo(3)
    for (const seq of [5, 7]) heard.hear({ chatId, seq })
    expect(heard.position).toBe(3)
    expect(heard.missed([change(5), change(7)], 7)).toEqual([])
    expect(heard.missed([change(4), change(7)], 7)).toEqual([change(4)])
    heard.advanceTo(6)
    expect(heard.position).toBe(7)
  })

  it('knows what was left by its chat', () => {
    const heard = new HeardChanges()
    heard.advanceTo(1)
    heard.hear({ chatId, seq: null })
    expect(heard.missed([change(2, false)], 2)).toEqual([])
    expect(heard.missed([change(2)], 2)).toEqual([change(2)])
    heard.advanceTo(2, [change(2, false)])
    expect(heard.missed([change(3, false)], 3)).toEqual([change(3, false)])
  })
})
