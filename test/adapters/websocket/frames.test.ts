import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startGateway, type TestGateway } from '../../support/gateway.js'
import { clientFrame, RawWebSocket } from '../../support/raw-websocket.js'
import { until } from '../../support/until.js'

/** First bytes: FIN set, and the opcode. */
const [text, binary, close, ping, pong] = [0x81, 0x82, 0x88, 0x89, 0x8a]
const closing = (code: number, reason = '') => Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)])

describe('what a client says', () => {
  let gateway: TestGateway
  let client: RawWebSocket

  beforeEach(async () => {
    gateway = await startGateway()
    client = await RawWebSocket.open(gateway.port)
    await gateway.socket()
  })

  afterEach(async () => {
    client.destroy()
    await gateway.close()
  })

  const cases: readonly [string, Buffer, number][] = [
    ['S97 a text', clientFrame(text, '{"type":"message","text":"hello"}'), 1008],
    ['S97 an empty text', clientFrame(text), 1008],
    ['S107 something binary', clientFrame(binary, 'abc'), 1008],
    ['S98 a frame without a mask', clientFrame(text, 'abc', { masked: false }), 1002],
    ['S99 a first reserved bit', clientFrame(text | 0x40, 'abc'), 1002],
    ['S99 a second reserved bit', clientFrame(text | 0x20, 'abc'), 1002],
    ['S99 a third reserved bit', clientFrame(text | 0x10, 'abc'), 1002],
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Buffer, number] => [
      `S100 reserved opcode ${opcode}`,
      clientFrame(0x80 | opcode, 'abc'),
      1002,
    ]),
    ['S102 a ping of 126 bytes', clientFrame(ping, 'x'.repeat(126)), 1002],
    ['S102 a fragmented ping', clientFrame(0x09, 'x'), 1002],
    ['a continuation of nothing', clientFrame(0x80, 'x'), 1002],
    ...[0, 999, 1004, 1005, 1006, 1015, 5000].map((code): [string, Buffer, number] => [
      `S104 close code ${code}`,
      clientFrame(close, closing(code)),
      1002,
    ]),
    ['S104 a close of one byte', clientFrame(close, 'x'), 1002],
    ['a close reason that is no UTF-8', clientFrame(close, Buffer.concat([closing(1000), Buffer.from([0xc3, 0x28])])), 1007],
    ['a text that is no UTF-8', clientFrame(text, Buffer.from([0xc3, 0x28])), 1007],
    ['S105 the announcement of a mebibyte', Buffer.from([text, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0]), 1009],
    ['a text of 4,097 bytes', clientFrame(text, 'x'.repeat(4_097)), 1009],
    ['S105 the announcement of 2^53 bytes', Buffer.from([text, 0xff, 0, 0x20, 0, 0, 0, 0, 0, 0]), 1009],
    ['a text in more fragments than anybody needs', Buffer.concat([clientFrame(0x01), ...Array(20).fill(clientFrame(0x00))]), 1008],
  ]

  it.each(cases)('%s closes the socket', async (_, bytes, code) => {
    client.write(bytes)
    expect(await client.closed()).toBe(code)
    await gateway.timers.advance(2_000)
    await until('the connection is gone', () => client.ended && gateway.hub.gone.length === 1)
    expect(gateway.gateway.size).toBe(0)
  })

  it('S91 nothing is delivered after the close', async () => {
    const socket = await gateway.socket()
    client.write(clientFrame(text, 'x'))
    await client.closed()
    gateway.hub.transport.send('{"type":"late"}', [socket], 'vital')
    client.destroy()
    await until('it is gone', () => gateway.hub.gone.length === 1)
    expect(client.texts).toEqual(['{"type":"ready"}'])
  })

  it('is answered where it is a ping, and may be a pong or a close', async () => {
    client.write(clientFrame(ping, 'are you there'), clientFrame(pong))
    await until('the pong came', () => client.frames.some(({ opcode, payload }) => opcode === 10 && payload.toString() === 'are you there'))
    client.write(clientFrame(close, closing(1000, 'bye')))
    expect(await client.closed()).toBe(1000)
    await until('it is gone', () => client.ended && gateway.hub.gone.length === 1)
  })

  it('S108 ends with 1008 where it is a flood of pings, and is not answered without end', async () => {
    client.write(...Array.from({ length: 10_000 }, () => clientFrame(ping, 'x')))
    expect(await client.closed()).toBe(1008)
    expect(client.frames.filter(({ opcode }) => opcode === 10).length).toBeLessThanOrEqual(41)
    await gateway.timers.advance(2_000)
    await until('it is gone', () => gateway.hub.gone.length === 1)
  })

  it('S108 ends with 1008 where it is a flood of pongs that nobody asked for', async () => {
    client.write(...Array.from({ length: 100 }, () => clientFrame(pong)))
    expect(await client.closed()).toBe(1008)
  })

  it('may be a ping every second, for ever', async () => {
    for (let second = 0; second < 60; second += 1) {
      client.write(clientFrame(ping, String(second)))
      await until('the pong came', () =>
        client.frames.some(({ opcode, payload }) => opcode === 10 && payload.toString() === String(second)),
      )
      await gateway.timers.advance(1_000)
      client.write(clientFrame(pong))
    }
    expect(client.closeCode).toBeUndefined()
  })

  it('S95 may not be silence: a socket that answers no ping is gone within 35 s', async () => {
    await gateway.timers.advance(14_000)
    expect(client.frames.some(({ opcode }) => opcode === 9)).toBe(false)
    for (let second = 0; second < 21; second += 1) await gateway.timers.advance(1_000)
    await until('it is gone', () => client.ended && gateway.hub.gone.length === 1)
    expect(client.frames.some(({ opcode }) => opcode === 9)).toBe(true)
  })

  it('S95 may not be silence of hundreds who came together and are not there any more', async () => {
    const others = await Promise.all(Array.from({ length: 200 }, () => RawWebSocket.open(gateway.port)))
    await gateway.socket(200)
    await gateway.timers.advance(14_000)
    expect(gateway.hub.gone).toHaveLength(0)
    for (let ticks = 0; ticks < 210; ticks += 1) {
      await gateway.timers.advance(100)
      // What is cut off is gone with the event loop's next turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
    await until('all are gone', () => gateway.hub.gone.length === 201)
    for (const other of others) other.destroy()
  })

  it('F27 is not taken for silence by a node that itself stood still', async () => {
    for (let second = 0; second < 29; second += 1) await gateway.timers.advance(1_000)
    gateway.timers.leap(60_000)
    await gateway.timers.advance(0)
    await until('it was pinged again', () => client.frames.filter(({ opcode }) => opcode === 9).length === 2)
    client.write(clientFrame(pong), clientFrame(ping, 'still here'))
    await until('it was heard', () => client.frames.some(({ opcode }) => opcode === 10))
    for (let second = 0; second < 15; second += 1) await gateway.timers.advance(1_000)
    expect(gateway.hub.gone).toEqual([])
  })

  it('F27 is not asked of all at once, whenever they came', async () => {
    const others = await Promise.all(Array.from({ length: 7 }, () => RawWebSocket.open(gateway.port)))
    await gateway.socket(7)
    const pinged = () => [client, ...others].filter(({ frames }) => frames.some(({ opcode }) => opcode === 9)).length
    // All are overdue now.
    gateway.timers.leap(60_000)
    for (let tick = 1; tick <= 8; tick += 1) {
      await gateway.timers.advance(tick === 1 ? 0 : 100)
      await until('one more was pinged', () => pinged() >= tick)
      expect(pinged()).toBe(tick)
    }
    for (const other of others) other.destroy()
  })
})
