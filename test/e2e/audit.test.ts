import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { WebSocket } from 'ws'
import { testRedisUrl } from '../support/app.js'
import { type Answer, call, callUnchecked, type Json, mailedToken, Person, password } from '../support/client.js'
import { createTestDatabase } from '../support/postgres.js'
import { type Program, startNode } from '../support/program.js'
import { rawRequest } from '../support/raw-request.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('the audit log of two nodes', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let client: Client
  let nodes: readonly { readonly url: string; readonly program: Program }[]
  let url: string
  let other: string

  const start = () =>
    startNode({
      DATABASE_URL: database.url,
      REDIS_URL: testRedisUrl,
      JWT_KEYS: 'test:0123456789abcdefghijklmnopqrstuvwxyz',
      LOG_LEVEL: 'trace',
      TRUST_PROXY: '1',
    })

  beforeAll(async () => {
    database = await createTestDatabase()
    client = new Client({ connectionString: database.url })
    await client.connect()
    nodes = await Promise.all([start(), start()])
    ;[url, other] = nodes.map((node) => node.url) as [string, string]
  }, 90_000)
  afterAll(async () => {
    await Promise.all(nodes.map(({ program }) => program.kill('SIGTERM')))
    await client.end()
    await database.drop()
  }, 60_000)

  const output = () => nodes.map(({ program }) => program.output).join('')
  const lines = (): Json[] =>
    output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
  /** The line and the row of what the answered request did. */
  const entryOf = async (answer: Answer, type: string) => {
    const requestId = answer.headers.get('X-Request-Id')
    const line = await until(`the line of ${type}`, () => lines().find((one) => one.requestId === requestId && one.type === type))
    const { rows } = await client.query('SELECT * FROM security_events WHERE request_id = $1 AND type = $2', [requestId, type])
    expect(rows).toHaveLength(1)
    const [row] = rows
    expect([line.user, line.session, line.ip, line.outcome, line.detail]).toEqual([
      row.user_id,
      row.session_id,
      row.ip,
      row.outcome,
      row.detail,
    ])
    expect(line.at).toBe(row.at.toISOString())
    return { type, outcome: row.outcome, user: row.user_id, session: row.session_id, ip: row.ip, detail: row.detail }
  }
  const post = (path: string, body?: Json, headers: Record<string, string> = {}, node = url) =>
    call(node, 'POST', `/v1/auth/${path}`, { ...(body === undefined ? {} : { body }), headers })
  const sessionOf = (refreshToken: string) => refreshToken.split('.')[0]

  it('S178 has a row and a line for signing up, in and out, on whatever node, with whose, where from and how it ended', async () => {
    const from = { 'X-Forwarded-For': '203.0.113.7' }
    const handle = `a_${randomUUID().slice(0, 8)}`
    const email = `${handle}@example.com`
    const registered = await post('register', { email, password, handle }, from)
    const early = await post('login', { email, password }, from)
    const verified = await post('verify-email', { token: await mailedToken(url, email) }, from, other)
    const again = await post('verify-email', { token: 'x'.repeat(43) }, from)
    const wrong = await post('login', { email, password: 'a wrong password' }, from)
    const unknown = await post('login', { email: `${randomUUID()}@example.com`, password }, from)
    const right = await post('login', { email, password }, from, other)
    const { id } = right.body.user
    const session = sessionOf(right.body.refreshToken)
    const out = await post('logout', { refreshToken: right.body.refreshToken }, from)
    const place = (path: string) => ({ method: 'POST', route: `/v1/auth/${path}` })
    const common = { ip: '203.0.113.7', session: null, user: id }
    expect([
      await entryOf(registered, 'registration'),
      await entryOf(early, 'sign_in'),
      await entryOf(verified, 'email_verification'),
      await entryOf(again, 'email_verification'),
      await entryOf(wrong, 'sign_in'),
      await entryOf(unknown, 'sign_in'),
      await entryOf(right, 'sign_in'),
      await entryOf(out, 'sign_out'),
    ]).toEqual([
      { ...common, type: 'registration', outcome: 'success', detail: {} },
      { ...common, type: 'sign_in', outcome: 'denied', detail: { code: 'email_not_verified', ...place('login') } },
      { ...common, type: 'email_verification', outcome: 'success', detail: {} },
      {
        ...common,
        type: 'email_verification',
        outcome: 'failure',
        user: null,
        detail: { code: 'token_used_or_expired', ...place('verify-email') },
      },
      { ...common, type: 'sign_in', outcome: 'failure', detail: { code: 'invalid_credentials', ...place('login') } },
      { ...common, type: 'sign_in', outcome: 'failure', user: null, detail: { code: 'invalid_credentials', ...place('login') } },
      { ...common, type: 'sign_in', outcome: 'success', session, detail: {} },
      { ...common, type: 'sign_out', outcome: 'success', session, detail: {} },
    ])
    await until('the end of the session', () => lines().find((line) => line.type === 'session_end' && line.session === session))
  })

  it('S23 S178 tells a stolen refresh token, and one that was made up', async () => {
    const ada = await Person.signUp(url, 'ada')
    const second = (await post('refresh', { refreshToken: ada.refreshToken })).body
    await post('refresh', { refreshToken: second.refreshToken })
    const reused = await post('refresh', { refreshToken: ada.refreshToken })
    expect(await entryOf(reused, 'token_reuse')).toMatchObject({ outcome: 'denied', user: ada.id, session: sessionOf(ada.refreshToken) })
    const forged = await post('refresh', { refreshToken: `${sessionOf(ada.refreshToken)}.0.${'x'.repeat(43)}` })
    expect(await entryOf(forged, 'token_refresh')).toMatchObject({ outcome: 'failure', user: ada.id })
    await until('the end of the session', () => lines().find((line) => line.type === 'session_end' && line.user === ada.id))
  })

  it('S178 tells what was refused to whom: rights, tokens, sockets, and too much', async () => {
    const [ada, bob] = [await Person.signUp(url, 'ada'), await Person.signUp(url, 'bob')]
    const chat = await ada.createGroup('Ours', bob)
    const denied = await bob.call('PATCH', `/v1/chats/${chat.id}`, { title: 'Mine' })
    expect(await entryOf(denied, 'access')).toEqual({
      type: 'access',
      outcome: 'denied',
      user: bob.id,
      session: sessionOf(bob.refreshToken),
      ip: '127.0.0.1',
      detail: { code: 'forbidden', method: 'PATCH', route: '/v1/chats/:chatId' },
    })
    const forged = await call(url, 'GET', '/v1/me', { token: `${ada.token.slice(0, -4)}AAAA` })
    expect(await entryOf(forged, 'access')).toMatchObject({
      outcome: 'failure',
      user: null,
      detail: { code: 'unauthenticated', route: '/v1/me' },
    })

    const requestId = randomUUID()
    const headers = { Origin: 'https://evil.example', 'X-Request-Id': requestId }
    const ws = new WebSocket(`${url.replace('http', 'ws')}/v1/ws`, ['parley.v1', `bearer.${ada.token}`], { headers })
    ws.on('error', () => undefined)
    const refused = await until('the refused socket', () => lines().find((line) => line.requestId === requestId))
    expect(refused).toMatchObject({
      type: 'connection',
      outcome: 'denied',
      ip: '127.0.0.1',
      detail: { code: 'forbidden', route: '/v1/ws' },
    })

    const answers: Answer[] = []
    for (let count = 0; count < 13; count += 1) answers.push(await post('login', { email: ada.email, password: 'a wrong password' }))
    const limited = answers.filter(({ status }) => status === 429)
    expect(limited).toHaveLength(3)
    expect(await entryOf(limited[0] as Answer, 'rate_limit')).toMatchObject({
      outcome: 'denied',
      user: ada.id,
      detail: { limit: 'loginAccount' },
    })
    const { rows } = await client.query("SELECT count(*)::int AS hits FROM security_events WHERE type = 'rate_limit' AND user_id = $1", [
      ada.id,
    ])
    expect(rows).toEqual([{ hits: 1 }])
  })

  it('S178 keeps no endless record of tokens that anybody may invent', async () => {
    const from = { 'X-Forwarded-For': '203.0.113.99' }
    for (let count = 0; count < 80; count += 1) await call(url, 'GET', '/v1/me', { token: 'invented', headers: from })
    const count = async () =>
      (await client.query("SELECT count(*)::int AS events FROM security_events WHERE ip = '203.0.113.99'")).rows[0]?.events as number
    await until('they are kept', async () => (await count()) >= 60)
    expect(await count()).toBe(60)
  })

  it("shows one's own to oneself, a page at a time, and nobody else's", async () => {
    const [ada, bob] = [await Person.signUp(url, 'ada'), await Person.signUp(url, 'bob')]
    await post('login', { email: ada.email, password: 'a wrong password' }, { 'User-Agent': 'Somebody/1.0' })
    const first = await until('all are there', async () => {
      const page = await ada.expect(200, 'GET', '/v1/me/security-events?limit=2')
      return page.items[0]?.outcome === 'failure' ? page : undefined
    })
    expect(first.items[0]).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      type: 'sign_in',
      outcome: 'failure',
      sessionId: null,
      ip: '127.0.0.1',
      userAgent: 'Somebody/1.0',
      requestId: expect.any(String),
      detail: { code: 'invalid_credentials', method: 'POST', route: '/v1/auth/login' },
    })
    const next = await ada.expect(200, 'GET', `/v1/me/security-events?limit=2&cursor=${first.nextCursor}`)
    expect([...first.items, ...next.items].map(({ type, outcome }) => `${type} ${outcome}`)).toEqual([
      'sign_in failure',
      'sign_in success',
      'email_verification success',
      'registration success',
    ])
    expect(next.nextCursor).toBeNull()
    const [ofAda, ofBob] = [await ada.expect(200, 'GET', '/v1/me/security-events'), await bob.expect(200, 'GET', '/v1/me/security-events')]
    const ids = new Set(ofAda.items.map(({ id }: Json) => id))
    expect(ofBob.items.filter(({ id }: Json) => ids.has(id))).toEqual([])
    expect((await call(url, 'GET', '/v1/me/security-events')).status).toBe(401)
    expect((await ada.call('GET', '/v1/me/security-events?cursor=bm9uZQ')).status).toBe(400)
  })

  it('S176 writes whatever a caller calls themselves as one line, with nothing in it that moves a cursor or ends a line', async () => {
    const ada = await Person.signUp(url, 'ada')
    const body = JSON.stringify({ email: ada.email, password: 'a wrong password' })
    const agent = 'canary-agent \u001b[31m\u2028{"level":60}\u0085\u009b'
    const request = (userAgent: string) =>
      `POST /v1/auth/login?%0d%0a%1b[31m=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nX-Request-Id: a\u001b[31m\r\n` +
      `User-Agent: ${userAgent}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const strict = await rawRequest(url, request(agent))
    expect(strict).toMatch(/^HTTP\/1\.1 400 /)
    const passing = agent.replaceAll('\u001b', '')
    await call(url, 'POST', '/v1/auth/login', { body, headers: { 'User-Agent': Buffer.from(passing).toString('latin1') } })
    await until('the line', () => lines().find((line) => line.userAgent?.startsWith('canary-agent')))
    for (const line of output().split('\n')) {
      expect([...line].filter((character) => /[\p{Cc}\u2028\u2029]/u.test(character))).toEqual([])
      if (line.includes('canary-agent')) expect(() => JSON.parse(line)).not.toThrow()
    }
  })

  it('S177 writes no password, token, cookie, mail link or message into any log, not even when everything breaks', async () => {
    const canary = `canary${randomUUID().replaceAll('-', '')}`
    const secrets: string[] = [canary]
    const handle = `c_${randomUUID().slice(0, 8)}`
    const email = `${handle}@example.com`
    const secretPassword = `${canary} password`
    await post('register', { email, password: secretPassword, handle })
    const link = await mailedToken(url, email)
    await post('verify-email', { token: link })
    await post('verify-email', { token: link })
    const own = { Origin: new URL(url).origin, 'Sec-Fetch-Site': 'same-origin' }
    const cookie = (await post('login', { email, password: secretPassword, session: 'cookie' }, own)).headers.getSetCookie()[0] ?? ''
    const { accessToken, refreshToken } = (await post('login', { email, password: secretPassword })).body
    secrets.push(link, cookie.split(';')[0]?.split('=')[1] ?? '', accessToken, refreshToken.split('.')[2])
    await post('login', { email, password: `${canary} wrong` })
    await post('login', `{"email":"${email}","password":"${canary}`)
    await post('refresh', undefined, { ...own, Cookie: cookie })
    await post('refresh', { refreshToken: `${refreshToken}x` })
    await post('password/forgot', { email })
    secrets.push(await mailedToken(url, email, 'password'))
    const chat = (await call(url, 'POST', '/v1/chats', { token: accessToken, body: { type: 'group', title: 'Canaries' } })).body
    const messages = `chats/${chat.id}/messages`
    const sent = await call(url, 'POST', `/v1/${messages}`, {
      token: accessToken,
      body: { clientId: randomUUID(), text: `${canary} message` },
    })
    expect(sent.status).toBe(201)
    await call(url, 'GET', `/v1/me?access_token=${accessToken}`)
    await call(url, 'GET', `/verify-email?token=${link}`)
    for (const table of ['messages', 'accounts', 'chats']) await client.query(`ALTER TABLE ${table} RENAME TO ${table}_gone`)
    const requests: readonly (readonly [string, Json])[] = [
      [messages, { clientId: randomUUID(), text: `${canary} while broken` }],
      ['auth/login', { email, password: secretPassword }],
      ['auth/register', { email: `x${email}`, password: secretPassword, handle: `${handle}_x`, displayName: canary }],
      ['auth/verify-email', { token: link }],
    ]
    const broken = await Promise.all(
      requests.map(([path, body]) => callUnchecked(url, 'POST', `/v1/${path}`, { token: accessToken, body })),
    )
    for (const table of ['messages', 'accounts', 'chats']) await client.query(`ALTER TABLE ${table}_gone RENAME TO ${table}`)
    expect(broken.map(({ status }) => status).filter((status) => status < 500)).toEqual([])
    const failed = broken[0]?.headers.get('X-Request-Id')
    await until('the defect is logged', () => lines().find((line) => line.requestId === failed && line.err?.stack))
    await until('the attempts are logged', () => lines().some((line) => line.type === 'password_reset_request'))
    const written = output()
    expect(written).toContain('security: sign_in success')
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20)
      expect(written.includes(secret)).toBe(false)
    }
    const { rows } = await client.query('SELECT * FROM security_events')
    expect(rows.length).toBeGreaterThan(20)
    for (const secret of [...secrets, email]) expect(JSON.stringify(rows).includes(secret)).toBe(false)
  })
})
