import { connect, type Socket as TcpSocket } from 'node:net'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Redis } from 'ioredis'
import { startTestApp, type TestApp, testRedisUrl } from '../support/app.js'
import { call, Person } from '../support/client.js'
import { RawWebSocket, upgradeText } from '../support/raw-websocket.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('the whole program, and clients that mean it no good', () => {
  let app: TestApp
  let ada: Person

  beforeAll(async () => {
    app = await startTestApp({ redis: true })
    ada = await Person.signUp(app.url, 'ada')
  }, 60_000)
  afterAll(() => app.close())

  const isAlive = async () => (await call(app.url, 'GET', '/healthz')).status === 200

  it('S90 refuses an upgrade with more headers than anybody needs', async () => {
    const Authorization = `Bearer ${ada.token}`
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`X-H${at}`, 'x']))
    for (const headers of [many, { 'X-Long': 'x'.repeat(17_000) }]) {
      const { status } = await RawWebSocket.request(app.parley.port, upgradeText({ Authorization, ...headers }))
      expect([400, 431]).toContain(status)
    }
    expect(await isAlive()).toBe(true)
  })

  it('S94 cuts those who never come to the end of their headers within 10 s, and answers the others meanwhile', async () => {
    const begun = performance.now()
    const slow = Array.from({ length: 200 }, () => {
      const socket: TcpSocket = connect(app.parley.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write('GET /v1/ws HTTP/1.1\r\nHost: 127.0.0.1\r\n')
      return socket
    })
    const drip = setInterval(() => {
      for (const socket of slow) if (!socket.destroyed) socket.write('X')
    }, 500)
    for (const socket of slow) socket.resume()
    expect(await isAlive()).toBe(true)
    await until('all are cut', () => slow.every(({ closed }) => closed), 20_000)
    expect(performance.now() - begun).toBeLessThan(15_000)
    clearInterval(drip)
    expect(await isAlive()).toBe(true)
  }, 30_000)

  it('F30 S112 forgets sockets, rooms and subscriptions of those who come and go without end', async () => {
    const [{ id: namespace }] = (await app.query('SELECT id FROM instance')) as [{ id: string }]
    const redis = new Redis(testRedisUrl)
    const channels = async () => (await redis.pubsub('CHANNELS', `${namespace}:*`)).length
    const bob = await Person.signUp(app.url, 'bob')
    for (let count = 0; count < 5; count += 1) await ada.createGroup(`Group ${count}`, bob)
    const before = await channels()
    for (let times = 0; times < 60; times += 1) {
      const sockets = await Promise.all([ada.connect(), bob.connect(), ada.connect({ subscribed: false })])
      for (const socket of sockets) socket.close()
    }
    const figures = async () => String((await call(app.url, 'GET', '/metrics')).body)
    await until(
      'the sockets and rooms are gone',
      async () => /^parley_sockets 0$/m.test(await figures()) && /^parley_rooms 0$/m.test(await figures()),
    )
    await until('so are the subscriptions', async () => (await channels()) === before)
    expect(await channels()).toBe(before)
    redis.disconnect()
  }, 60_000)

  it('S108 is not held up by ten thousand pings, and hears no more of them', async () => {
    const other = await ada.connect()
    const flood = await RawWebSocket.open(app.parley.port, { Authorization: `Bearer ${ada.token}` })
    await until('it is ready', () => flood.texts.length > 0)
    const ping = Buffer.from([0x89, 0x80, 0, 0, 0, 0])
    flood.write(...Array.from({ length: 10_000 }, () => ping))
    expect(await flood.closed()).toBe(1008)
    expect(flood.frames.filter(({ opcode }) => opcode === 10).length).toBeLessThanOrEqual(41)
    const chat = await ada.createGroup('Still here')
    await other.next('chat.created', (frame) => frame.chatId === chat.id)
    other.close()
    flood.destroy()
  })
})

requires('postgres')('a node with many sockets that is asked to stop', () => {
  it('F6 WS6 is not ready any more before it closes the first, and spreads them over its time', async () => {
    const app = await startTestApp()
    const ada = await Person.signUp(app.url, 'ada')
    const sockets = []
    for (let count = 0; count < 10; count += 1) sockets.push(await ada.connect())
    const closed: number[] = []
    for (const { ws } of sockets) ws.on('close', () => void closed.push(performance.now()))
    const closing = app.close()
    expect((await fetch(`${app.url}/readyz`)).status).toBe(503)
    for (const socket of sockets) expect((await socket.end()).code).toBe(1001)
    expect(Math.max(...closed) - Math.min(...closed)).toBeGreaterThan(1_500)
    await closing
  }, 30_000)
})
