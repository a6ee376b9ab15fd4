import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, Person } from '../support/client.js'
import { freePort, Program } from '../support/program.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

/** Megabytes for what the program holds: alone it takes about 60. */
const little = 96
const rush = 400
const keys = { JWT_KEYS: 'both:0123456789abcdefghijklmnopqrstuvwxyz' }

requires('postgres')('a node with little memory', () => {
  let app: TestApp
  let ada: Person
  let small: Program
  let port: number

  beforeAll(async () => {
    app = await startTestApp({ settings: keys })
    ada = await Person.signUp(app.url, 'ada')
    port = await freePort()
    small = new Program({
      PORT: String(port),
      DATABASE_URL: app.databaseUrl,
      DATA_DIR: app.filesDir,
      RATE_LIMITS: 'off',
      ...keys,
      NODE_OPTIONS: `--max-old-space-size=${little}`,
    })
    await small.ready()
  }, 60_000)
  afterAll(async () => {
    if (small.exitCode === null) await small.kill('SIGKILL')
    await app.close()
  })

  it('F26 tells those of a rush for whom it has no memory to come again, answers the others, and lives', async () => {
    const chats = Array.from({ length: 3_000 }, () => ({ id: randomUUID(), seq: 1 }))
    const body = JSON.stringify({ chats, mine: 0 })
    const head = `POST /v1/sync HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ada.token}\r\nContent-Type: application/json`
    const request = `${head}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const answers = await Promise.all(Array.from({ length: rush }, () => ask(port, request)))
    expect(new Set(answers.map((answer) => answer.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 200', 'HTTP/1.1 503']))
    expect(answers.find((answer) => answer.startsWith('HTTP/1.1 503'))).toContain('Retry-After: 1')
    expect(small.exitCode).toBeNull()
    await until('it answers everybody again', async () => (await ask(port, request)).startsWith('HTTP/1.1 200'))
  }, 120_000)

  it('F26 F4 I1 loses nothing that it acknowledged when it has none left and is aborted', async () => {
    const { id } = await ada.createGroup('Rush')
    const acknowledged: number[] = []
    const send = async (): Promise<void> => {
      const options = { token: ada.token, body: { clientId: randomUUID(), text: 'there' } }
      const { status, body } = await call(`http://127.0.0.1:${port}`, 'POST', `/v1/chats/${id}/messages`, options)
      if (status === 201) acknowledged.push(body.number)
      return send()
    }
    const sending = Promise.allSettled(Array.from({ length: 10 }, send))
    await until('some are acknowledged', () => acknowledged.length > 50)
    // What V8 does when it finds no more memory.
    small.process.kill('SIGABRT')
    await small.ended()
    await sending
    const stored = await app.query('SELECT number::int FROM messages WHERE chat_id = $1 ORDER BY number', [id])
    const numbers = stored.map(({ number }) => number)
    expect(numbers).toEqual(numbers.map((_, at) => at + 1))
    expect(numbers).toEqual(expect.arrayContaining(acknowledged))
  }, 60_000)
})

/** All that is answered until the connection is closed; nothing if it was cut. */
function ask(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    let answer = ''
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}
