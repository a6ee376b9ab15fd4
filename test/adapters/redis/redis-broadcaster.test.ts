import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { Redis } from 'ioredis'
import { encode } from '../../../src/adapters/redis/bus-message.js'
import { BusSeal } from '../../../src/adapters/redis/bus-seal.js'
import type { Signal, Topic } from '../../../src/application/ports/message-broadcaster.js'
import type { ChatId, UserId } from '../../../src/domain/ids.js'
import { busSecret, openRedisNode, redisUrl } from '../../support/redis.js'
import { requires } from '../../support/requires.js'
import { TcpProxy } from '../../support/tcp-proxy.js'
import { until } from '../../support/until.js'

type Node = Awaited<ReturnType<typeof openRedisNode>>

requires('redis')('a bus whose Redis fails', () => {
  let proxy: TcpProxy
  let near: Node
  let far: Node
  const open: Node[] = []
  const forgers: Redis[] = []
  const userId = randomUUID() as UserId
  const topic: Topic = `user:${userId}`
  const chatId = randomUUID() as ChatId
  const note = { kind: 'user', userId, frame: '{"type":"note"}' } satisfies Signal
  const command: Signal = { kind: 'unsubscribe', userId, departures: [] }

  /** `far` reaches Redis through the proxy, `near` directly. */
  beforeEach(async () => {
    proxy = await TcpProxy.to(redisUrl)
    near = await node()
    far = await node({ namespace: near.namespace, url: proxy.url })
    for (const { broadcaster } of [near, far]) for (const joined of [topic, 'nodes' as const]) await broadcaster.join(joined)
  })

  afterEach(async () => {
    for (const { broadcaster } of open.splice(0)) await broadcaster.close()
    for (const forger of forgers.splice(0)) forger.disconnect()
    await proxy.close()
  })

  function aForger(): Redis {
    const forger = new Redis(redisUrl)
    forgers.push(forger)
    return forger
  }

  async function node(options: { namespace?: string; url?: string; secrets?: readonly string[] } = {}): Promise<Node> {
    const made = await openRedisNode(options)
    open.push(made)
    return made
  }

  it('F11 comes back within 2 s after its connections were cut, knows what it had joined, and that it was deaf', async () => {
    proxy.cut()
    await until('it was told', () => far.receiver.interruptions > 0, 2_000)
    near.broadcaster.broadcast(topic, note)
    await until('it hears again', () => far.receiver.of(userId).length > 0, 1_000)
    expect(await near.broadcaster.command(topic, command)).toBe(true)
    expect(near.receiver.interruptions).toBe(0)
    expect(far.broadcaster.isHealthy()).toBe(true)
  })

  it('F9 keeps nobody waiting while Redis is silent, and both sides learn that something was lost', async () => {
    proxy.silence()
    const begun = performance.now()
    for (let count = 0; count < 1_000; count += 1) far.broadcaster.broadcast(topic, note)
    expect(performance.now() - begun).toBeLessThan(1_000)
    expect(far.receiver.of(userId).length).toBe(1_000)
    expect(await far.broadcaster.command(topic, command)).toBe(false)
    expect(performance.now() - begun).toBeLessThan(2_000)
    await until('it notices', () => !far.broadcaster.isHealthy(), 5_000)
    const quickly = performance.now()
    expect(await far.broadcaster.command(topic, command)).toBe(false)
    await far.broadcaster.join(`room:${chatId}`)
    expect(performance.now() - quickly).toBeLessThan(1_100)
    proxy.heal()
    await until('it is back', () => far.broadcaster.isHealthy(), 5_000)
    await until('both know', () => near.receiver.interruptions > 0 && far.receiver.interruptions > 0)
    expect(near.receiver.of(userId).length).toBe(0)
    near.broadcaster.broadcast(`room:${chatId}`, { kind: 'close-room', chatId, frame: note.frame })
    await until('what was joined meanwhile is joined', () => far.receiver.of(chatId).length === 1)
  })

  it('F10 hands Redis no more than it can answer for', async () => {
    proxy.silence()
    const big: Signal = { kind: 'user', userId, frame: `{"type":"${'x'.repeat(100_000)}"}` }
    for (let count = 0; count < 200; count += 1) far.broadcaster.broadcast(topic, big)
    expect(far.broadcaster.counts.dropped).toBeGreaterThan(100)
    expect(far.receiver.of(userId).length).toBe(200)
    proxy.speak()
    await until('the others know that they have missed something', () => near.receiver.interruptions > 0)
    expect(far.receiver.interruptions).toBe(0)
  })

  it('works alone from the start when Redis is away, and with the others once it is there', async () => {
    proxy.shut()
    const late = await node({ namespace: near.namespace, url: proxy.url })
    await late.broadcaster.join(topic)
    late.broadcaster.broadcast(topic, note)
    expect(late.receiver.of(userId).length).toBe(1)
    expect(await late.broadcaster.command(topic, command)).toBe(false)
    expect(late.broadcaster.isHealthy()).toBe(false)
    expect(late.errors.length).toBeGreaterThan(0)
    proxy.heal()
    await until('it is told that it was deaf', () => late.receiver.interruptions > 0, 3_000)
    near.broadcaster.broadcast(topic, { ...note, frame: '{"type":"later"}' })
    await until('it hears the others', () => late.receiver.of(userId).some((signal) => 'frame' in signal && signal.frame.includes('later')))
  })

  it('does not wait for a node that died', async () => {
    await far.broadcaster.close()
    const begun = performance.now()
    await until('it is gone', () => near.broadcaster.command(topic, command), 2_000)
    expect(performance.now() - begun).toBeLessThan(1_000)
    far.broadcaster.broadcast(topic, note)
    expect(await far.broadcaster.command(topic, command)).toBe(false)
  })

  it('S184 F38 drops and counts what is not a message of ours, and goes on', async () => {
    const forger = aForger()
    const channel = `${near.namespace}:${topic}`
    const header = { v: 1, from: 'forger', kind: 'user', userId }
    const forged: readonly [string, string][] = [
      [channel, ''],
      [channel, 'null'],
      [channel, '{"v":1'],
      [channel, '[]\n{"type":"x"}'],
      [channel, `${JSON.stringify({ ...header, v: 2 })}\n{"type":"x"}`],
      [channel, `${JSON.stringify({ ...header, extra: 1 })}\n{"type":"x"}`],
      [channel, `${JSON.stringify({ ...header, userId: 'somebody-else' })}\n{"type":"x"}`],
      [channel, `${JSON.stringify({ ...header, userId: { $ne: 1 } })}\n{"type":"x"}`],
      [channel, `${JSON.stringify(header)}\nnot a frame`],
      [channel, JSON.stringify(header)],
      [channel, JSON.stringify({ v: 1, from: 'forger', kind: 'end-sessions', userId, sessionIds: ['s'] })],
      [channel, JSON.stringify({ v: 1, from: 'forger', kind: 'lost' })],
      [channel, JSON.stringify({ v: 1, from: 'forger', kind: 'acknowledged', command: 'c' })],
      [channel, `${JSON.stringify(header)}\n{"type":"${'x'.repeat(5_000_000)}"}`],
    ]
    const seal = new BusSeal([busSecret])
    // Again where a busy machine has lost the connection meanwhile.
    await until('all were refused', async () => {
      for (const [on, text] of forged) await forger.publish(on, seal.seal(on, text))
      return near.broadcaster.counts.refused >= forged.length
    })
    expect(near.receiver.signals).toEqual([])
    far.broadcaster.broadcast(topic, note)
    await until('it goes on', () => near.receiver.of(userId).length === 1)
  })

  it('S184 believes nobody who does not know its secret, and nothing that was said elsewhere', async () => {
    const forger = aForger()
    const channel = `${near.namespace}:${topic}`
    const seats = [{ chatId, firstNumber: 1, asOf: 1 }]
    const subscription = encode({ from: 'forger', kind: 'signal', signal: { kind: 'subscribe', userId, seats } })
    const [ours, theirs] = [new BusSeal([busSecret]), new BusSeal(['a secret of somebody else’s nodes'])]
    const forged = [
      subscription,
      `${'x'.repeat(16)}${subscription}`,
      theirs.seal(channel, subscription),
      ours.seal(`${near.namespace}:nodes`, subscription),
      ours.seal(channel, subscription).replace('"firstNumber":1', '"firstNumber":2'),
    ]
    await until('all were refused', async () => {
      for (const text of forged) await forger.publish(channel, text)
      return near.broadcaster.counts.refused >= forged.length
    })
    expect(near.receiver.signals).toEqual([])
    await until('the genuine one was taken', async () => {
      await forger.publish(channel, ours.seal(channel, subscription))
      return near.receiver.of(userId).length > 0
    })
  })

  it('understands nodes whose secret is about to be replaced', async () => {
    const next = await node({ namespace: near.namespace, secrets: ['the next secret of the nodes', busSecret] })
    await next.broadcaster.join(topic)
    near.broadcaster.broadcast(topic, note)
    await until('it understood the old one', () => next.receiver.of(userId).length === 1)
    next.broadcaster.broadcast(topic, note)
    await until('the others do not know the new one yet', () => near.broadcaster.counts.refused > 0)
    expect(near.receiver.of(userId)).toHaveLength(1)
  })

  it('does not hear another installation on the same Redis', async () => {
    const stranger = await node()
    await stranger.broadcaster.join(topic)
    near.broadcaster.broadcast(topic, note)
    await until('its own node heard', () => far.receiver.of(userId).length === 1)
    expect(stranger.receiver.signals).toEqual([])
  })
})
