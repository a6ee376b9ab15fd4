import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { PrivateRedis } from '../prove/cluster/services.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Answer, Person } from '../support/client.js'
import { createTestDatabase } from '../support/postgres.js'
import { requires } from '../support/requires.js'
import { TcpProxy } from '../support/tcp-proxy.js'
import { until } from '../support/until.js'

async function timed(ask: () => Promise<Answer>): Promise<Answer & { readonly took: number }> {
  const began = performance.now()
  const answer = await ask()
  return { ...answer, took: performance.now() - began }
}

requires('postgres', 'server binaries')('what the program needs is away', () => {
  let redis: PrivateRedis
  let made: Awaited<ReturnType<typeof createTestDatabase>>
  let toPostgres: TcpProxy
  let app: TestApp
  let ada: Person
  let bob: Person
  let chatId: string

  beforeAll(async () => {
    redis = await PrivateRedis.start()
    made = await createTestDatabase()
    toPostgres = await TcpProxy.to(made.url)
    app = await startTestApp({
      redis: true,
      settings: {
        REDIS_URL: `redis://127.0.0.1:${redis.port}`,
        DATABASE_URL: toPostgres.url,
        JWT_KEYS: 'test:0123456789abcdefghijklmnopqrstuvwxyz',
      },
    })
    await app.another()
    ;[ada, bob] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
    chatId = (await ada.createGroup('In trouble', bob)).id
  }, 60_000)
  afterAll(async () => {
    await app.close()
    await toPostgres.close()
    await made.drop()
    await redis.kill()
  })

  it('F15 sends are unaffected by a Redis that is out of memory, and by one that is read-only', async () => {
    const socket = await bob.connect()
    const bad = [() => redis.command('CONFIG', 'SET', 'maxmemory', '1'), () => redis.command('REPLICAOF', '127.0.0.1', '1')]
    for (const make of bad) {
      await make()
      for (let count = 0; count < 20; count += 1) {
        const sent = await ada.send(chatId, 'regardless')
        await socket.next('message.created', (frame) => frame.data.message.id === sent.id)
      }
    }
    await redis.command('REPLICAOF', 'NO', 'ONE')
    await redis.command('CONFIG', 'SET', 'maxmemory', '0')
    expect(new Set(socket.of('message.created').map(({ data }) => data.message.number)).size).toBe(40)
    socket.close()
  })

  it('F17 a call answers 503 with Retry-After within 2 s while PostgreSQL is away, sockets stay, and a retry posts once', async () => {
    const socket = await bob.connect()
    const clientId = crypto.randomUUID()
    const send = () => timed(() => ada.call('POST', `/v1/chats/${chatId}/messages`, { clientId, text: 'patience' }))
    toPostgres.shut()
    for (const ask of [send, () => timed(() => ada.call('GET', '/v1/me')), send]) {
      const { status, headers, body, took } = await ask()
      expect([status, body.code]).toEqual([503, 'unavailable'])
      expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0)
      expect(took).toBeLessThan(2_000)
    }
    toPostgres.heal()
    const answer = await until('it is well again', async () => {
      const answered = await send()
      return answered.status !== 503 && answered
    })
    expect(answer.status).toBe(201)
    expect((await send()).status).toBe(200)
    await socket.next('message.created', (frame) => frame.data.message.clientId === clientId)
    socket.close()
  })

  it('F19 of two hundred slow reads each is answered or told to come again, and the next one after them is well', async () => {
    const holder = new Client({ connectionString: made.url })
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE messages IN ACCESS EXCLUSIVE MODE')
    const read = () => timed(() => ada.call('GET', `/v1/chats/${chatId}/messages`))
    const answers = await Promise.all(Array.from({ length: 200 }, read))
    await holder.query('ROLLBACK')
    await holder.end()
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    expect(answers.every(({ headers }) => Number(headers.get('Retry-After')) > 0)).toBe(true)
    expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(15_000)
    expect(await read()).toMatchObject({ status: 200 })
  })

  it('F45 I10 the sockets of a session close within 5 s of its end while Redis is down, on the other node too', async () => {
    const leaver = await Person.signUp(app.url, 'leaver')
    const other = await app.another()
    const sockets = await Promise.all([leaver.connect(), leaver.connect({ url: other.url })])
    await redis.kill()
    await leaver.expect(204, 'POST', '/v1/auth/logout')
    const codes = await Promise.all(sockets.map(async (socket) => (await socket.end(5_000)).code))
    await redis.start()
    expect(codes).toEqual([4401, 4401])
  })
})
