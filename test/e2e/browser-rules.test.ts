import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { answerNotFound, createApi, createExpress, refuseTrace, sendProblem } from '../../src/adapters/http/api.js'
import { createWebApp, securityHeaders } from '../../src/adapters/http/browser/web-app.js'
import { route } from '../../src/adapters/http/route.js'
import { Unavailable } from '../../src/domain/errors.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, callUnchecked, Person, password } from '../support/client.js'
import { rawRequest } from '../support/raw-request.js'
import { requires } from '../support/requires.js'

const own = 'https://app.example.com'
const friend = 'https://friend.example'

const bounds = (headers: Headers) => ({
  sniff: headers.get('X-Content-Type-Options'),
  csp: /object-src 'none';base-uri 'none'.*frame-ancestors 'none'/.test(headers.get('Content-Security-Policy') ?? ''),
  referrer: headers.get('Referrer-Policy'),
  hsts: Number(/max-age=(\d+)/.exec(headers.get('Strict-Transport-Security') ?? '')?.[1]) >= 31_536_000,
  poweredBy: headers.get('X-Powered-By'),
})
const allBounds = { sniff: 'nosniff', csp: true, referrer: 'no-referrer', hsts: true, poweredBy: null }

requires('postgres', 'redis')('a browser that visits other sites too', () => {
  let app: TestApp
  let ada: Person

  beforeAll(async () => {
    app = await startTestApp({ spread: true, settings: { PUBLIC_URL: own, ALLOWED_ORIGINS: `${own},${friend}` } })
    ada = await Person.signUp(app.url, 'ada')
  }, 60_000)
  afterAll(() => app.close())

  const preflight = (origin: string, method: string, headers?: string, path = '/v1/chats') =>
    call(app.url, 'OPTIONS', path, {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': method,
        ...(headers === undefined ? {} : { 'Access-Control-Request-Headers': headers }),
      },
    })
  const corsHeaders = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith('access-control-'))
  const chatCount = async () => (await ada.expect(200, 'GET', '/v1/chats?limit=100')).items.length

  it.each([
    'https://app.example.com.evil.com',
    'https://evil.com',
    'null',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://APP.example.com',
    'https://app.example.com/',
    '*',
    'https://friend.example, https://evil.com',
  ])('S78 lets no page of %s read anything', async (origin) => {
    for (const path of ['/v1/chats', '/v1/nothing', '/v1/auth/login']) {
      const { headers } = await ada.call('GET', path, undefined, { Origin: origin })
      expect([corsHeaders(headers), headers.get('Vary')]).toEqual([[], expect.stringContaining('Origin')])
    }
    const refused = await preflight(origin, 'POST', 'authorization')
    expect([refused.status, corsHeaders(refused.headers), refused.headers.get('Vary')]).toEqual([
      204,
      [],
      expect.stringContaining('Origin'),
    ])
  })

  it.each([own, friend])('S78 lets pages of %s read the answers, and never with cookies', async (origin) => {
    for (const path of ['/v1/chats', '/v1/nothing']) {
      const { headers } = await ada.call('GET', path, undefined, { Origin: origin })
      expect(headers.get('Access-Control-Allow-Origin')).toBe(origin)
      expect(headers.get('Access-Control-Allow-Credentials')).toBeNull()
      expect(headers.get('Access-Control-Expose-Headers')).toContain('Retry-After')
      expect(headers.get('Vary')).toContain('Origin')
    }
    const { headers } = await ada.call('GET', '/v1/chats')
    expect([corsHeaders(headers), headers.get('Vary')]).toEqual([[], 'Origin'])
  })

  it('S79 allows the methods and headers that the API has, asked about all at once', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await preflight(friend, method, 'Authorization, content-type,x-request-id')
      expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([204, friend])
      expect(headers.get('Access-Control-Allow-Methods')).toContain(method)
      expect(headers.get('Access-Control-Allow-Headers')).toBe('authorization, content-type, if-none-match, if-range, range, x-request-id')
    }
  })

  it.each([
    ['TRACE', undefined],
    ['CONNECT', undefined],
    ['post', undefined],
    ['PROPFIND', 'authorization'],
    ['POST', 'x-requested-by'],
    ['POST', 'authorization, x-http-method-override'],
    ['POST', 'cookie'],
    ['POST', '*'],
  ])('S79 allows no preflight for %s with %p', async (method, headers) => {
    const answer = await preflight(friend, method, headers)
    expect(answer.headers.get('Access-Control-Allow-Methods')).toBeNull()
    expect(answer.headers.get('Access-Control-Allow-Headers')).toBeNull()
  })

  it('S79 does nothing on OPTIONS, whoever sends it and with whatever', async () => {
    const before = await chatCount()
    const body = JSON.stringify({ type: 'group', title: 'By OPTIONS' })
    const headers = { Origin: own, 'Access-Control-Request-Method': 'POST', 'Content-Type': 'application/json' }
    for (const more of [headers, { 'Content-Type': 'application/json' }]) {
      const answer = await ada.call('OPTIONS', '/v1/chats', body, more)
      expect([204, 405]).toContain(answer.status)
    }
    await call(app.url, 'OPTIONS', '/v1/auth/logout', { token: ada.token, headers })
    expect(await chatCount()).toBe(before)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain; application/json', ''])(
    'S76 takes no body of the type %p, which a form on any page can send',
    async (type) => {
      const before = await chatCount()
      const body = JSON.stringify({ type: 'group', title: 'By a form' })
      const answer = await ada.call('POST', '/v1/chats', body, { 'Content-Type': type })
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type'])
      const credentials = JSON.stringify({ email: ada.email, password })
      const login = await call(app.url, 'POST', '/v1/auth/login', { body: credentials, headers: { 'Content-Type': type } })
      expect([login.status, login.headers.getSetCookie()]).toEqual([415, []])
      expect(await chatCount()).toBe(before)
    },
  )

  it('S73 has no cookie but the one for refreshing, on no answer but those that sign in', async () => {
    for (const [method, path] of [['GET', '/'] as const, ['GET', '/v1/me'] as const, ['POST', '/v1/auth/register'] as const]) {
      expect((await ada.call(method, path)).headers.getSetCookie()).toEqual([])
    }
    const body = { email: ada.email, password }
    expect((await call(app.url, 'POST', '/v1/auth/login', { body })).headers.getSetCookie()).toEqual([])
  })

  it('S81 changes nothing for GET and HEAD, nor for a method named elsewhere', async () => {
    const chat = await ada.createGroup('Stays')
    for (const method of ['GET', 'HEAD'])
      for (const path of ['/v1/auth/logout', '/v1/auth/login', `/v1/chats/${chat.id}/join`, `/v1/chats/${chat.id}/leave`])
        expect([path, (await fetch(app.url + path, { method })).status]).toEqual([path, 405])
    const override = { 'X-HTTP-Method-Override': 'DELETE', 'X-HTTP-Method': 'DELETE', 'X-Method-Override': 'DELETE' }
    expect((await ada.call('GET', `/v1/chats/${chat.id}`, undefined, override)).body.id).toBe(chat.id)
    expect((await ada.call('POST', `/v1/chats/${chat.id}?_method=DELETE`, {}, override)).status).toBe(405)
    expect((await ada.call('PATCH', `/v1/chats/${chat.id}`, { _method: 'DELETE' })).status).toBe(400)
    await ada.expect(200, 'GET', `/v1/chats/${chat.id}`)
  })

  it.each(['/v1/chats', '/v1/nothing', '/', '/healthz', '/dev/mail'])('S81 answers TRACE %s with 405 and echoes nothing', async (path) => {
    const answer = await rawRequest(
      app.url,
      `TRACE ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: canary=${'c'.repeat(9)}\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 405 /)
    expect(answer).not.toContain('ccccccccc')
  })

  it.each(['/v1/chats', '/', '/healthz', '/v1/ws'])('S45 answers %s with 400 if two hosts are named', async (path) => {
    const head = `GET ${path} HTTP/1.1\r\nHost: x\r\nHost: evil.example\r\n`
    const rest = path === '/v1/ws' ? 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nConnection: Upgrade' : 'Connection: close'
    expect(await rawRequest(app.url, `${head}${rest}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('S86 opens no socket for two credentials', async () => {
    const upgrade =
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nConnection: Upgrade\r\n'
    const { token } = await Person.signUp(app.url, 'ada')
    const both = `Authorization: Bearer ${token}\r\nAuthorization: Bearer other\r\n`
    expect(await rawRequest(app.url, `GET /v1/ws HTTP/1.1\r\nHost: x\r\n${upgrade}${both}\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it.each([
    ['two credentials', 'Authorization: Bearer one\r\nAuthorization: Bearer two\r\n'],
    ['two types', 'Content-Type: application/json\r\nContent-Type: text/plain\r\n'],
    ['more headers than anybody needs', 'a:\r\n'.repeat(201)],
    ['so many that Node leaves out the last', 'a:\r\n'.repeat(2_500)],
  ])('S45 S90 answers with 400 to %s, whoever asks for what', async (_what, lines) => {
    for (const target of ['GET /v1/me', 'POST /v1/auth/login', 'GET /healthz', 'GET /verify-email'])
      expect(await rawRequest(app.url, `${target} HTTP/1.1\r\nHost: x\r\n${lines}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('S83 tells the browser to forget what it holds, when a session ends', async () => {
    const leaver = await Person.signUp(app.url, 'leaver')
    const answer = await leaver.call('POST', '/v1/auth/logout')
    expect([answer.status, answer.headers.get('Clear-Site-Data')]).toEqual([204, '"cache", "storage"'])
    for (const path of ['/v1/me', '/v1/chats']) expect((await ada.call('GET', path)).headers.get('Cache-Control')).toBe('no-store')
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '%2F%2Fevil.example'])(
    'S84 sends nobody to %s',
    async (place) => {
      for (const name of ['next', 'redirect', 'returnTo', 'url'])
        for (const path of ['/', '/sign-in', '/verify-email', '/v1/auth/login', '/v1/me']) {
          const { status, headers } = await ada.call('GET', `${path}?${name}=${encodeURIComponent(place)}`)
          expect([path, headers.get('Location'), status >= 300 && status < 400]).toEqual([path, null, false])
        }
      const { status, headers } = await ada.call('GET', place.startsWith('/') ? place : `/${place}`)
      expect([headers.get('Location'), status >= 300 && status < 400]).toEqual([null, false])
    },
  )

  it('S80 keeps the browser in its bounds with every answer, whatever its status', async () => {
    const { token } = ada
    const answers = [
      await call(app.url, 'GET', '/v1/me', { token }),
      await call(app.url, 'POST', '/v1/auth/logout', {}),
      await call(app.url, 'GET', '/v1/me', {}),
      await call(app.url, 'GET', `/v1/chats/${randomUUID()}`, { token }),
      await call(app.url, 'PUT', '/v1/me', { token }),
      await call(app.url, 'POST', '/v1/chats', { token, body: '{' }),
      await call(app.url, 'OPTIONS', '/v1/me', {}),
      await call(app.url, 'GET', '/v1/%ff', { token }),
      await call(app.url, 'GET', '/v1/ws', { token }),
      await call(app.url, 'GET', '/nothing.txt', {}),
      await call(app.url, 'GET', '/healthz', {}),
    ]
    for (const { status, headers } of answers) expect([status, bounds(headers)]).toEqual([status, allBounds])
    for (const { headers } of answers.slice(0, 9)) expect(headers.get('Cache-Control')).toBe('no-store')
  })
})

/** What a browser hears that has the page already. `fetch` would ask for it anew. */
async function known(url: string, path: string, etag: string) {
  const answer = await rawRequest(url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIf-None-Match: ${etag}\r\n\r\n`)
  const [first = '', ...lines] = answer.split('\r\n\r\n', 1)[0]?.split('\r\n') ?? []
  return { status: Number(first.split(' ')[1]), headers: new Headers(lines.map((line) => line.split(/: (.*)/s, 2) as [string, string])) }
}

describe('an answer with nothing good to say', () => {
  it('S80 has the same bounds: defects, overload, and pages that the browser has already', async () => {
    const handle = (error: Error) => async () => {
      throw error
    }
    const failing = { method: 'get', summary: 'Fails.', access: 'public', responses: { 204: null } } as const
    const routes = [
      route({ ...failing, path: '/v1/defect', handle: handle(new Error('secret')) }),
      route({ ...failing, path: '/v1/overload', handle: handle(new Unavailable('Later.')) }),
    ]
    const authenticate = { execute: async () => Promise.reject(new Error('nobody asks')) }
    const app = createExpress(0)
    app.use(securityHeaders(), refuseTrace, createApi({ routes, authenticate, onFault: () => undefined }))
    app.use(
      createWebApp(join(process.cwd(), 'web')),
      answerNotFound,
      sendProblem(() => undefined),
    )
    const server = createServer(app)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const page = await callUnchecked(url, 'GET', '/sdk/client.ts')
    const answers = [
      await callUnchecked(url, 'GET', '/v1/defect'),
      await callUnchecked(url, 'GET', '/v1/overload'),
      await callUnchecked(url, 'GET', '/nothing'),
      page,
      await known(url, '/sdk/client.ts', page.headers.get('ETag') ?? ''),
    ]
    expect(answers.map(({ status }) => status)).toEqual([500, 503, 200, 200, 304])
    for (const { status, headers } of answers) expect([status, bounds(headers)]).toEqual([status, allBounds])
    expect(JSON.stringify(answers[0])).not.toContain('secret')
    server.close()
    server.closeAllConnections()
  })
})
