import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

const second = 1_000

requires('postgres')('a node that is to stop', () => {
  let app: TestApp
  const connections: Socket[] = []
  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.destroy()
    await app.close()
  })

  /** Sends this much of a request. */
  async function begin(head: string) {
    const connection = connect(app.parley.port, '127.0.0.1')
    const begun = { connection, answer: '' }
    connections.push(connection)
    connection.on('error', () => undefined)
    connection.on('data', (chunk: Buffer) => {
      begun.answer += chunk
    })
    await once(connection, 'connect')
    connection.write(`${head}\r\nHost: localhost\r\n`)
    return begun
  }

  it('S94 waits for nobody longer than it must, whoever is slow with headers, a body or reading', async () => {
    app = await startTestApp({ surroundings: { patience: second } })
    const ada = await Person.signUp(app.url, 'ada')
    const own = `Authorization: Bearer ${ada.token}`
    const upload = 'POST /v1/attachments HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000'
    const slow = [
      await begin('GET /v1/me HTTP/1.1'),
      await begin(`${upload}\r\n${own}\r\n\r\n--x`),
      await begin(`POST /v1/chats HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n${own}\r\n\r\n{`),
    ]
    const begun = performance.now()
    await app.parley.close()
    expect(performance.now() - begun).toBeLessThan(5 * second)
    await until('they were cut', () => slow.every(({ connection }) => connection.closed))
  })

  it('S57 answers those who wait for their passwords to be checked first', async () => {
    app = await startTestApp()
    const ada = await Person.signUp(app.url, 'ada')
    const body = JSON.stringify({ email: ada.email, password })
    const head = `POST /v1/auth/login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue`
    const waiting = await Promise.all(Array.from({ length: 20 }, () => begin(head)))
    for (const { connection } of waiting) connection.write('\r\n')
    await until('all were taken', () => waiting.every(({ answer }) => answer.startsWith('HTTP/1.1 100 ')))
    for (const { connection } of waiting) connection.write(body)
    await app.parley.close()
    await until('all were answered', () => waiting.every(({ connection }) => connection.closed))
    expect(waiting.map(({ answer }) => answer.split('\r\n\r\n')[1]?.slice(0, 15))).toEqual(Array(20).fill('HTTP/1.1 200 OK'))
  })

  it('lets nobody keep a connection that it is about to close', async () => {
    app = await startTestApp()
    const ada = await Person.signUp(app.url, 'ada')
    const socket = await ada.connect()
    const closing = app.parley.close()
    const { status, headers } = await ada.call('GET', '/v1/me')
    expect([status, headers.get('Connection')]).toEqual([200, 'close'])
    await closing
    expect((await socket.end()).code).toBe(1001)
  })
})
