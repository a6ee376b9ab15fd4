import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { InProcessBus } from '../../../src/adapters/memory/in-memory-broadcaster.js'
import { encode, longestMessage } from '../../../src/adapters/redis/bus-message.js'
import { SystemTimers } from '../../../src/adapters/system/system-timers.js'
import type { MessageBroadcaster, Signal } from '../../../src/application/ports/message-broadcaster.js'
import { RemoteConnections } from '../../../src/application/realtime/remote-connections.js'
import type { ChatId, SessionId } from '../../../src/domain/ids.js'
import { openRedisNode } from '../../support/redis.js'
import { requires } from '../../support/requires.js'
import { until } from '../../support/until.js'
import { ann, ben, change, chat, heard, type Node, otherChat, roomTopic, seat, World } from './world.js'

type Bus = () => Promise<readonly MessageBroadcaster[]>

const inProcess: Bus = async () => {
  const bus = new InProcessBus(new SystemTimers())
  return [bus.node(), bus.node(), bus.node()]
}

const overRedis: Bus = async () => {
  const { broadcaster, namespace } = await openRedisNode()
  const others = [await openRedisNode({ namespace }), await openRedisNode({ namespace })]
  return [broadcaster, ...others.map((other) => other.broadcaster)]
}

/** Commands are given on the first node; ann’s sockets are on the second and third, and on the first too. */
function commands(openBus: Bus): void {
  let broadcasters: readonly MessageBroadcaster[] = []

  afterEach(async () => {
    for (const broadcaster of broadcasters) await broadcaster.close()
  })

  async function opened() {
    broadcasters = await openBus()
    const world = new World()
    const nodes: Node[] = []
    for (const broadcaster of broadcasters) nodes.push(await world.node({ broadcaster }))
    const sockets = await Promise.all(nodes.map((node) => node.connect(ann, 'session')))
    const [first, last] = [nodes[0], nodes[2]]
    if (!first || !last) throw new Error('There are no nodes.')
    const others = await Promise.all(nodes.map((node) => node.connect(ben, 'another session')))
    return { world, nodes, first, last, sockets, others, commands: new RemoteConnections(first.broadcaster) }
  }

  it('LC1 LC3 what is announced after a subscription reaches every socket of the user, on whatever node', async () => {
    const { world, last, sockets, others, commands } = await opened()
    world.heads.heads.set(chat, 4)
    await commands.subscribe(ann, [seat(), seat(1, otherChat)])
    await commands.subscribe(ann, [seat()])
    last.broadcaster.broadcast(roomTopic(chat), change(5))
    await until('all heard', () => sockets.every((socket) => heard(socket).length > 0))
    expect(sockets.map(heard)).toEqual([[5], [5], [5]])
    expect(others.map(heard)).toEqual([[], [], []])
  })

  it('LC3 nobody else’s sockets are subscribed, nor those that open later', async () => {
    const { nodes, first, commands } = await opened()
    await commands.subscribe(ann, [seat()])
    const later = await first.connect(ann)
    first.broadcaster.broadcast(roomTopic(chat), change(1))
    expect(heard(later)).toEqual([])
    expect(nodes.map(({ hub }) => hub.rooms)).toEqual([1, 1, 1])
  })

  it('LC1 LC4 nothing more of a chat reaches any of the user’s sockets once an unsubscription is done', async () => {
    const { last, nodes, sockets, commands } = await opened()
    await commands.subscribe(ann, [seat(), seat(1, otherChat)])
    await commands.unsubscribe(ann, [{ chatId: chat, seq: 1_001 }])
    last.broadcaster.broadcast(roomTopic(chat), change(1))
    last.broadcaster.broadcast(roomTopic(otherChat), change(1, { chatId: otherChat }))
    await until('all heard', () => sockets.every((socket) => heard(socket).length > 0))
    expect(sockets.map((socket) => socket.frames.at(-1)?.chatId)).toEqual([otherChat, otherChat, otherChat])
    expect(nodes.map(({ hub }) => hub.rooms)).toEqual([1, 1, 1])
  })

  it('LC1 LC5 S30 sessions end on every node, with their sockets and all that is remembered of them', async () => {
    const { nodes, sockets, others, commands } = await opened()
    await commands.endSessions(ann, ['session' as SessionId, 'one without sockets' as SessionId])
    expect(sockets.map(({ closed }) => closed)).toEqual([4401, 4401, 4401])
    expect(others.map(({ closed }) => closed)).toEqual([null, null, null])
    expect(nodes.map(({ forgotten }) => forgotten)).toEqual(Array(3).fill(['session', 'one without sockets']))
  })

  it('LC2 a node that does not answer is not waited for longer than 500 ms, and its sockets are told to resync once it does', async () => {
    const { world, sockets, commands } = await opened()
    let answer = () => {}
    world.heads.slow = new Promise((resolve) => {
      answer = resolve
    })
    const begun = performance.now()
    await commands.subscribe(ann, [seat()])
    expect(performance.now() - begun).toBeGreaterThan(450)
    expect(performance.now() - begun).toBeLessThan(1_000)
    world.timers.leap(500)
    answer()
    await until('all were told', () => sockets.every((socket) => heard(socket).includes('resync')))
  })

  it('a command about nothing goes nowhere', async () => {
    const { commands, nodes } = await opened()
    await Promise.all([commands.unsubscribe(ann, []), commands.endSessions(ann, [])])
    expect(nodes.map(({ forgotten }) => forgotten)).toEqual([[], [], []])
  })
}

it('commands about very many chats go in parts that a node takes', async () => {
  const broadcaster = td.object<MessageBroadcaster>()
  const commands = new RemoteConnections(broadcaster)
  const chats = Array.from({ length: 14_000 }, (_, place) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}` as ChatId)
  await commands.subscribe(
    ann,
    chats.map((chatId) => seat(1_000_000, chatId, 1_000_000)),
  )
  await commands.unsubscribe(
    ann,
    chats.map((chatId) => ({ chatId, seq: 1_000_000 })),
  )
  const signals = td.explain(broadcaster.command).calls.map(({ args }) => args[1] as Signal)
  const lengths = signals.map((signal) => encode({ from: 'node', kind: 'signal', signal }).length)
  expect(Math.max(...lengths)).toBeLessThan(longestMessage / 2)
  expect(signals.flatMap((signal) => (signal.kind === 'subscribe' ? signal.seats : [])).map(({ chatId }) => chatId)).toEqual(chats)
  expect(signals.flatMap((signal) => (signal.kind === 'unsubscribe' ? signal.departures : [])).map(({ chatId }) => chatId)).toEqual(chats)
})

describe('commands to live connections over the in-process bus', () => {
  commands(inProcess)
})
requires('redis')('commands to live connections over Redis', () => {
  commands(overRedis)
})
