import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { WebSocket } from 'ws'
import { startGateway, type TestGateway } from '../../support/gateway.js'
import { RawWebSocket } from '../../support/raw-websocket.js'
import { until } from '../../support/until.js'

const frame = (type: string, length = 0) => JSON.stringify({ type, data: 'x'.repeat(length) })
const types = (client: RawWebSocket) => client.texts.map((text) => JSON.parse(text).type as string)

describe('delivery', () => {
  let gateway: TestGateway
  let client: RawWebSocket

  beforeEach(async () => {
    gateway = await startGateway()
    client = await RawWebSocket.open(gateway.port)
    await until('it is ready', () => client.texts.length === 1)
  })

  afterEach(async () => {
    client.destroy()
    await gateway.close()
  })

  it('keeps the order, and sends all of one turn of the event loop in one write', async () => {
    const socket = await gateway.socket()
    const chunks = client.chunks
    for (let place = 0; place < 20; place += 1) gateway.hub.transport.send(frame(`t${place}`), [socket], 'durable')
    await Promise.resolve()
    gateway.hub.transport.send(frame('last'), [socket], 'passing')
    await until('all came', () => client.texts.length === 22)
    expect(types(client).slice(1)).toEqual([...Array.from({ length: 20 }, (_, place) => `t${place}`), 'last'])
    expect(client.chunks - chunks).toBe(1)
  })

  it.each([0, 60, 125 - 11, 126 - 11, 65_535 - 11, 65_536 - 11, 300_000])(
    'carries a frame with %d characters unchanged',
    async (length) => {
      const socket = new WebSocket(gateway.url, { headers: { Authorization: 'Bearer good' } })
      const got: string[] = []
      socket.on('message', (data: Buffer) => void got.push(data.toString()))
      const text = `{"text":"${'é'.repeat(length % 2)}${'x'.repeat(Math.max(0, length - (length % 2) * 2))}"}`
      gateway.hub.transport.send(text, [await gateway.socket(1)], 'durable')
      await until('it came', () => got.length === 2)
      expect(got[1]).toBe(text)
      socket.terminate()
    },
  )

  it('reaches the other sockets though one of them has gone', async () => {
    const [gone, here] = [await gateway.socket(), (await RawWebSocket.open(gateway.port)) && (await gateway.socket(1))]
    gone.terminate()
    gateway.hub.transport.send(frame('x'), [gone, here], 'durable')
    gateway.hub.transport.close(gone, 4401, 'late')
    await until('the socket is gone', () => gateway.hub.gone.includes(gone))
    gateway.hub.transport.send(frame('y'), [gone, here], 'durable')
    expect(gateway.gateway.size).toBe(1)
  })

  it('lets what was due go out before the close, and its code and reason after it', async () => {
    const socket = await gateway.socket()
    gateway.hub.transport.send(frame('farewell'), [socket], 'durable')
    gateway.hub.transport.close(socket, 4401, 'the session has ended')
    expect(await client.closed()).toBe(4401)
    expect(types(client)).toEqual(['ready', 'farewell'])
    expect(client.frames.at(-1)?.payload.subarray(2).toString()).toBe('the session has ended')
  })

  it('ends a socket that does not answer the close', async () => {
    gateway.hub.transport.close(await gateway.socket(), 4401, 'the session has ended')
    expect(await client.closed()).toBe(4401)
    client.socket.pause()
    await gateway.timers.advance(2_000)
    await until('it is gone', () => gateway.hub.gone.length === 1)
  })

  it('S110 F32 spares a client that does not read, tells it so once it reads again, and keeps the memory bounded', async () => {
    const socket = await gateway.socket()
    client.socket.pause()
    const other = await RawWebSocket.open(gateway.port)
    const sockets = [socket, await gateway.socket(1)]
    for (let turn = 0; turn < 50; turn += 1) {
      for (let place = 0; place < 100; place += 1) gateway.hub.transport.send(frame(`t${turn * 100 + place}`, 4_000), sockets, 'durable')
      await new Promise((resolve) => setImmediate(resolve))
      await until('the other one keeps up', () => other.texts.length === 1 + 100 * (turn + 1))
    }
    gateway.hub.transport.send(frame('typing'), sockets, 'passing')
    await until('the other one has all', () => other.texts.length === 5_002)
    client.socket.resume()
    await until('it was told to resync', () => client.texts.at(-1)?.includes('resync'))
    const seen = types(client)
    expect(seen).toEqual(['ready', ...Array.from({ length: seen.length - 2 }, (_, place) => `t${place}`), 'resync'])
    expect(seen.length).toBeLessThan(5_000)
    gateway.hub.transport.send(frame('after'), sockets, 'durable')
    await until('it goes on', () => client.texts.at(-1)?.includes('after'))
    other.destroy()
  })

  it('S110 closes with 4408 a client that takes nothing for 10 s', async () => {
    const socket = await gateway.socket()
    client.socket.pause()
    for (let turn = 0; turn < 300; turn += 1) {
      for (let place = 0; place < 10; place += 1) gateway.hub.transport.send(frame('x', 4_000), [socket], 'durable')
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (let second = 0; second < 10; second += 1) await gateway.timers.advance(1_000)
    expect(gateway.hub.gone).toEqual([])
    await gateway.timers.advance(1_000)
    client.socket.resume()
    expect(await client.closed()).toBe(4408)
    await gateway.timers.advance(2_000)
    await until('it is gone', () => gateway.hub.gone.length === 1)
  })

  it('S110 closes with 4408 where even what cannot be spared does not fit', async () => {
    const socket = await gateway.socket()
    for (let count = 0; count < 30; count += 1) gateway.hub.transport.send(frame('vital', 100_000), [socket], 'vital')
    expect(await client.closed()).toBe(4408)
  })

  it('leaves no socket, timer or listener behind', async () => {
    client.destroy()
    await until('it is gone', () => gateway.hub.gone.length === 1)
    const waiting = gateway.timers.waiting
    for (let times = 0; times < 50; times += 1) {
      const next = await RawWebSocket.open(gateway.port)
      const socket = await gateway.socket(times + 1)
      if (times % 2 === 0) gateway.hub.transport.close(socket, 1001, 'bye')
      next.destroy()
    }
    await until('all are gone', () => gateway.hub.gone.length === 51)
    expect(gateway.gateway.size).toBe(0)
    expect(gateway.timers.waiting).toBe(waiting)
  })

  it('drains: every socket is closed with 1001, and whoever does not go is cut off', async () => {
    const polite = new WebSocket(gateway.url, { headers: { Authorization: 'Bearer good' } })
    await gateway.socket(1)
    const code = new Promise<number>((resolve) => polite.once('close', resolve))
    client.socket.pause()
    const drained = gateway.gateway.drain(1_000)
    expect(await code).toBe(1001)
    for (let step = 0; step < 60; step += 1) await gateway.timers.advance(50)
    await drained
    await until('all are gone', () => gateway.gateway.size === 0)
  })
})
