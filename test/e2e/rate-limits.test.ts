import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { WebSocket } from 'ws'
import { type LimitName, rateLimits } from '../../src/adapters/http/limits/rate-limits.js'
import { RequestLimits } from '../../src/adapters/http/limits/request-limits.js'
import { RedisRateLimiter } from '../../src/adapters/redis/redis-rate-limiter.js'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp, testRedisUrl } from '../support/app.js'
import { type Answer, call, type Json, mailedToken, Person, password } from '../support/client.js'
import { formOfOneFile } from '../support/files.js'
import { requires } from '../support/requires.js'
import { TcpProxy } from '../support/tcp-proxy.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('rate limits of three nodes', () => {
  let app: TestApp
  let nodes: RunningParley[]
  let ada: Person
  let counter: RedisRateLimiter

  beforeAll(async () => {
    app = await startTestApp({ redis: true, settings: { RATE_LIMITS: 'on', TRUST_PROXY: '1' } })
    nodes = [app.parley, await app.another(), await app.another()]
    ada = await Person.signUp(app.url, 'ada')
    const database = new Client({ connectionString: app.databaseUrl })
    await database.connect()
    const { rows } = await database.query<{ id: string }>('SELECT id FROM instance')
    await database.end()
    counter = new RedisRateLimiter({ url: testRedisUrl, namespace: rows[0]?.id ?? '', onError: () => undefined })
    await until('Redis is reached', () => counter.isShared)
  }, 60_000)
  afterAll(async () => {
    counter.close()
    await app.close()
  })

  let addresses = 0
  const anAddress = () => `198.51.${Math.floor(addresses / 250)}.${(addresses++ % 250) + 1}`
  const from = (ip: string) => ({ 'X-Forwarded-For': ip })
  const logIn = (url: string, email: string, given: string, headers: Record<string, string>) =>
    call(url, 'POST', '/v1/auth/login', { body: { email, password: given }, headers })

  /** Uses up a limit but for the last of it, as other requests would have. */
  const leaveOne = async (name: LimitName, ip: string, account: string) => {
    const limits = new RequestLimits({ limiter: counter })
    const spend = async () => {
      const count = limits.begin([name], ip)
      await (rateLimits[name].by === 'address' ? count.byAddress() : count.byAccount(account))
    }
    const { points } = rateLimits[name]
    for (let spent = 0; spent < points - 1; spent += 100)
      await Promise.all(Array.from({ length: Math.min(100, points - 1 - spent) }, spend))
  }

  const someone = () => ({ handle: `u_${randomUUID().slice(0, 8)}`, email: `${randomUUID()}@example.com`, password })
  const session = () => person.refreshToken.split('.')[0] ?? ''

  type Ask = (ip: string, email: string) => Promise<Answer>
  const auth =
    (path: string, body: (email: string) => Json): Ask =>
    (ip, email) =>
      call(app.url, 'POST', `/v1/auth/${path}`, { body: body(email), headers: from(ip) })
  const bearer =
    (method: string, path: () => string, body?: () => Json): Ask =>
    (ip) =>
      person.call(method, path(), body?.(), from(ip))
  const register = auth('register', (email) => ({ ...someone(), email }))
  const resend = auth('verify-email/resend', (email) => ({ email }))
  const login = auth('login', (email) => ({ email, password: 'a wrong password' }))
  const refresh = auth('refresh', () => ({ refreshToken: person.refreshToken }))
  const send = bearer(
    'POST',
    () => `/v1/chats/${chatId}/messages`,
    () => ({ clientId: randomUUID(), text: 'Hello' }),
  )
  const createChat = bearer(
    'POST',
    () => '/v1/chats',
    () => ({ type: 'group', title: 'Chess' }),
  )
  const addMember = bearer(
    'POST',
    () => `/v1/chats/${chatId}/members`,
    () => ({ userId: ada.id }),
  )
  const createInvite = bearer(
    'POST',
    () => `/v1/chats/${chatId}/invites`,
    () => ({}),
  )
  const useInvite = bearer('POST', () => `/v1/invites/${randomUUID()}/accept`)
  let person: Person
  let chatId: string
  let messageId: string

  const change = bearer('PUT', () => `/v1/chats/${chatId}/messages/${messageId}/reactions/${encodeURIComponent('👍')}`)
  const upload: Ask = (ip) =>
    call(app.url, 'POST', '/v1/attachments', {
      token: person.token,
      body: formOfOneFile.body,
      headers: { ...formOfOneFile.headers, ...from(ip) },
    })
  const report = bearer(
    'POST',
    () => '/v1/reports',
    () => ({ userId: ada.id, reason: 'Rude' }),
  )
  const subscribe = bearer(
    'POST',
    () => '/v1/push-subscriptions',
    () => ({ endpoint: 'https://push.example/', keys: { p256dh: 'none', auth: 'none' } }),
  )
  const reset = auth('password/reset', () => ({ token: 'x'.repeat(43), password: 'a password of no account' }))
  const changePassword = bearer(
    'POST',
    () => '/v1/auth/password/change',
    () => ({ currentPassword: 'a wrong password', newPassword: 'a password of nobody yet' }),
  )
  const itself = () => person.id

  type MetByRequests = Exclude<LimitName, 'audited' | 'connect' | 'connectAccount'>
  type Meeting = readonly [Ask, number, (() => string)?]
  /** How to meet each, how its last request is answered, and the account that it counts by: unless it is told, the e-mail address. */
  const meetings: Readonly<Record<MetByRequests, Meeting>> = {
    register: [register, 202],
    registerAccount: [register, 202],
    verify: [auth('verify-email', () => ({ token: 'x'.repeat(43) })), 410],
    mail: [resend, 202],
    mailAccount: [resend, 202],
    resetMailAccount: [auth('password/forgot', (email) => ({ email })), 202],
    reset: [reset, 410],
    login: [login, 401],
    loginAccount: [login, 401],
    loginAccountDaily: [login, 401],
    loginWork: [login, 401],
    refresh: [refresh, 200],
    refreshSession: [refresh, 200, session],
    password: [changePassword, 401, itself],
    exportAccount: [bearer('GET', () => '/v1/me/export'), 200, itself],
    send: [send, 201],
    sendAccount: [send, 201, itself],
    change: [change, 200],
    changeAccount: [change, 200, itself],
    upload: [upload, 201],
    uploadAccount: [upload, 201, itself],
    createChat: [createChat, 201],
    createChatAccount: [createChat, 201, itself],
    addMember: [addMember, 409],
    addMemberAccount: [addMember, 409, itself],
    createInvite: [createInvite, 201],
    createInviteAccount: [createInvite, 201, itself],
    useInvite: [useInvite, 404],
    useInviteAccount: [useInvite, 404, itself],
    block: [bearer('PUT', () => `/v1/users/${ada.id}/block`), 204],
    blockAccount: [bearer('PUT', () => `/v1/users/${ada.id}/block`), 204, itself],
    subscribe: [subscribe, 400],
    subscribeAccount: [subscribe, 400, itself],
    report: [report, 201],
    reportAccount: [report, 201, itself],
    search: [bearer('GET', () => '/v1/users?query=a'), 200],
    searchAccount: [bearer('GET', () => '/v1/rooms'), 200, itself],
    presence: [bearer('GET', () => `/v1/presence?userIds=${ada.id}`), 200],
    presenceAccount: [bearer('GET', () => `/v1/presence?userIds=${ada.id}`), 200, itself],
  }

  it.each(Object.entries(meetings).map(([name, [ask, status, accountOf]]) => [name as LimitName, ask, status, accountOf ?? null] as const))(
    'S71 S70 %s lets the last through, and refuses the next with when to come back',
    async (name, ask, status, accountOf) => {
      person = await Person.signUp(app.url, 'person')
      chatId = (await ada.createGroup('Limits', person)).id
      await ada.expect(200, 'PATCH', `/v1/chats/${chatId}/members/${person.id}`, { role: 'admin' })
      messageId = (await ada.send(chatId, 'Hello')).id
      const { email } = someone()
      const ip = anAddress()
      await leaveOne(name, ip, accountOf?.() ?? email)
      const last = await ask(ip, email)
      expect([last.status, last.headers.get('RateLimit-Remaining')]).toEqual([status, '0'])
      const next = await ask(ip, email)
      const { points, seconds } = rateLimits[name]
      const wait = Number(next.headers.get('Retry-After'))
      expect(wait).toBeGreaterThan(0)
      expect(wait).toBeLessThanOrEqual(seconds)
      expect([next.status, next.headers.get('Content-Type')]).toEqual([429, 'application/problem+json; charset=utf-8'])
      expect(next.body).toEqual({
        type: 'urn:parley:problem:rate_limited',
        title: 'Too many requests',
        status: 429,
        detail: `Try again in ${wait} s.`,
        code: 'rate_limited',
        requestId: expect.any(String),
      })
      expect(['Limit', 'Remaining', 'Reset'].map((header) => next.headers.get(`RateLimit-${header}`))).toEqual([
        `${points}`,
        '0',
        `${wait}`,
      ])
    },
  )

  it('S71 connect lets the last socket open, and refuses the next before it is one', async () => {
    const open = async (ip: string) => {
      const ws = new WebSocket(`${app.url.replace('http', 'ws')}/v1/ws`, ['parley.v1', `bearer.${person.token}`], { headers: from(ip) })
      return new Promise<string>((resolve) => {
        ws.on('open', () => resolve('open'))
        ws.on('unexpected-response', (_, response) => resolve(`${response.statusCode} ${response.headers['retry-after'] !== undefined}`))
        ws.on('error', () => undefined)
      }).finally(() => ws.terminate())
    }
    for (const name of ['connect', 'connectAccount'] as const) {
      const ip = anAddress()
      person = await Person.signUp(app.url, 'caller')
      await leaveOne(name, ip, person.id)
      expect([await open(ip), await open(ip)]).toEqual(['open', '429 true'])
    }
  })

  it('S68 lets of 100 requests at once, over three nodes, exactly as many through as the limit has', async () => {
    const [{ email }, ip] = [someone(), anAddress()]
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => logIn(nodes[index % 3]?.url ?? '', email, 'a wrong password', from(ip))),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(rateLimits.loginAccount.points)
    expect(statuses.filter((status) => status === 429)).toHaveLength(100 - rateLimits.loginAccount.points)
  })

  it('S58 throttles one account from many addresses, and its owner signs in from where they did before', async () => {
    const owner = await Person.signUp(app.url, 'owner')
    await leaveOne('loginAccountDaily', anAddress(), owner.email)
    expect((await logIn(app.url, owner.email, 'a wrong password', from(anAddress()))).status).toBe(401)
    expect((await logIn(app.url, owner.email, 'a wrong password', from(anAddress()))).status).toBe(429)
    expect((await logIn(app.url, owner.email, password, from(anAddress()))).status).toBe(429)
    expect((await logIn(app.url, owner.email, password, {})).status).toBe(200)
    expect((await owner.call('GET', '/v1/me')).status).toBe(200)
  })

  it('S58 a stranger’s failures are over for the owner once they have chosen a new password by mail', async () => {
    const owner = await Person.signUp(app.url, 'owner')
    await leaveOne('loginAccountDaily', anAddress(), owner.email)
    expect((await logIn(app.url, owner.email, 'a wrong password', from(anAddress()))).status).toBe(401)
    expect((await logIn(app.url, owner.email, password, from(anAddress()))).status).toBe(429)
    expect((await call(app.url, 'POST', '/v1/auth/password/forgot', { body: { email: owner.email } })).status).toBe(202)
    const token = await until('the mail came', () => mailedToken(app.url, owner.email, 'password').catch(() => null))
    const chosen = 'another horse, another battery'
    expect((await call(app.url, 'POST', '/v1/auth/password/reset', { body: { token, password: chosen } })).status).toBe(204)
    expect((await logIn(app.url, owner.email, chosen, from(anAddress()))).status).toBe(200)
  })

  it('S58 whatever mails strangers have asked for in an owner’s name, there is one that lets the owner choose a new password', async () => {
    const owner = await Person.signUp(app.url, 'owner')
    await leaveOne('mailAccount', anAddress(), owner.email)
    const ask = (path: string) => call(app.url, 'POST', `/v1/auth/${path}`, { body: { email: owner.email }, headers: from(anAddress()) })
    expect([(await ask('verify-email/resend')).status, (await ask('verify-email/resend')).status]).toEqual([202, 429])
    await leaveOne('resetMailAccount', anAddress(), owner.email)
    expect([(await ask('password/forgot')).status, (await ask('password/forgot')).status]).toEqual([202, 429])
    const token = await until('the mail came', () => mailedToken(app.url, owner.email, 'password').catch(() => null))
    const body = { token, password: 'another horse, another battery' }
    expect((await call(app.url, 'POST', '/v1/auth/password/reset', { body })).status).toBe(204)
  })

  it('S58 throttles many accounts from one address, and right passwords are not counted', async () => {
    const ip = anAddress()
    await leaveOne('login', ip, '')
    expect((await logIn(app.url, ada.email, password, from(ip))).status).toBe(200)
    expect((await logIn(app.url, someone().email, 'a wrong password', from(ip))).status).toBe(401)
    expect((await logIn(app.url, someone().email, 'a wrong password', from(ip))).status).toBe(429)
  })

  it('S65 S66 counts by the address that the proxy saw, whatever the caller claims, and by none that is claimed without one', async () => {
    const { email } = someone()
    const ip = anAddress()
    await leaveOne('loginAccount', ip, email)
    expect((await logIn(app.url, email, 'a wrong password', from(`6.6.6.6, ${ip}`))).status).toBe(401)
    expect((await logIn(app.url, email, 'a wrong password', from(`7.7.7.7, ${ip}`))).status).toBe(429)
    const direct = await app.another({ TRUST_PROXY: '0' })
    await leaveOne('loginAccount', '127.0.0.1', email)
    expect((await logIn(direct.url, email, 'a wrong password', from('6.6.6.6'))).status).toBe(401)
    expect((await logIn(direct.url, email, 'a wrong password', from('7.7.7.7'))).status).toBe(429)
  })

  it('S69 goes on limiting on its own when Redis is away, at once; sending stays possible', async () => {
    const proxy = await TcpProxy.to(testRedisUrl)
    const node = await app.another({ REDIS_URL: proxy.url })
    const group = await ada.createGroup('Without Redis')
    proxy.silence()
    const [{ email }, ip] = [someone(), anAddress()]
    const statuses: number[] = []
    for (let count = 0; count < 15; count += 1) statuses.push((await logIn(node.url, email, 'a wrong password', from(ip))).status)
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)])
    const begun = performance.now()
    const sent = await call(node.url, 'POST', `/v1/chats/${group.id}/messages`, {
      token: ada.token,
      body: { clientId: randomUUID(), text: 'still here' },
    })
    expect([sent.status, performance.now() - begun < 500]).toEqual([201, true])
    proxy.heal()
    await node.close()
    await proxy.close()
  })

  it('refuses too many requests of an address before it looks at their credentials or their bodies', async () => {
    const ip = anAddress()
    await leaveOne('send', ip, '')
    const path = `/v1/chats/${randomUUID()}/messages`
    expect((await call(app.url, 'POST', path, { body: 'no json', headers: from(ip) })).status).toBe(401)
    expect((await call(app.url, 'POST', path, { body: 'no json', headers: from(ip) })).status).toBe(429)
  })
})

requires('postgres')('a node whose limits are off', () => {
  it('limits nothing, and says so by showing none', async () => {
    const app = await startTestApp()
    const answer = await call(app.url, 'POST', '/v1/auth/verify-email/resend', { body: { email: 'ada@example.com' } })
    expect([answer.status, answer.headers.get('RateLimit-Limit')]).toEqual([202, null])
    await app.close()
  })
})
