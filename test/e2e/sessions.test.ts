import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Answer, call, type Json, Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('sessions', () => {
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp({ spread: true, settings: { PUBLIC_URL: 'https://chat.example' } })
  }, 60_000)
  afterAll(() => app.close())

  const post = (path: string, body?: Json, headers: Record<string, string> = {}) =>
    call(app.url, 'POST', `/v1/auth/${path}`, { ...(body === undefined ? {} : { body }), headers })
  const refresh = (refreshToken: string) => post('refresh', { refreshToken })
  const isSignedIn = async (token: string) => (await call(app.url, 'GET', '/v1/me', { token })).status === 200

  it('S22 S25 refreshes with a new pair, and with the same again while it was not used', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const first = await refresh(ada.refreshToken)
    expect(first.body).toEqual({
      accessToken: expect.any(String),
      expiresIn: 900,
      tokenType: 'Bearer',
      refreshToken: expect.any(String),
      user: { id: ada.id, handle: ada.handle, displayName: 'ada', avatarUrl: null, createdAt: expect.any(String) },
    })
    const again = await refresh(ada.refreshToken)
    expect(again.body.refreshToken).toBe(first.body.refreshToken)
    expect(await isSignedIn(again.body.accessToken)).toBe(true)
    expect(await isSignedIn(ada.token)).toBe(true)
  })

  it('S23 ends the session, sockets included, when a token of two generations ago comes back', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const other = await post('login', { email: ada.email, password })
    const socket = await ada.connect()
    const second = (await refresh(ada.refreshToken)).body
    const third = (await refresh(second.refreshToken)).body
    const reused = await refresh(ada.refreshToken)
    expect([reused.status, reused.body.code]).toEqual([401, 'refresh_token_reused'])
    expect((await socket.end(1_000)).code).toBe(4401)
    expect(await Promise.all([ada.token, second.accessToken, third.accessToken].map(isSignedIn))).toEqual([false, false, false])
    expect((await refresh(third.refreshToken)).body.code).toBe('unauthenticated')
    expect(await isSignedIn(other.body.accessToken)).toBe(true)
  })

  it('S24 gives 20 refreshes at once, on two nodes, one successor', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const node = await app.another()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        call(index % 2 ? node.url : app.url, 'POST', '/v1/auth/refresh', { body: { refreshToken: ada.refreshToken } }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1)
    expect(await Promise.all(answers.map(({ body }) => isSignedIn(body.accessToken)))).toEqual(Array(20).fill(true))
    expect((await refresh(answers[0]?.body.refreshToken)).status).toBe(200)
  })

  it('S34 takes nothing for a refresh token that is none, and touches no session', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const [id, generation, secret = ''] = ada.refreshToken.split('.')
    const forged = [
      '',
      'x',
      `${id}.${generation}.${secret.slice(1)}x`,
      `${id}.1.${secret}`,
      `${randomUUID()}.0.${secret}`,
      `${id}.0.${'A'.repeat(43)}`,
    ]
    for (const token of forged) {
      const { status, body } = await refresh(token)
      expect([status, body.code]).toEqual([401, 'unauthenticated'])
    }
    expect((await refresh(ada.refreshToken)).status).toBe(200)
  })

  it.each(['refresh token', 'access token'])(
    'S29 signs out by the %s: that session, its sockets, and no other; and again',
    async (which) => {
      const ada = await Person.signUp(app.url, 'ada')
      const other = (await post('login', { email: ada.email, password })).body
      const socket = await ada.connect()
      const logOut = () =>
        which === 'refresh token'
          ? post('logout', { refreshToken: ada.refreshToken })
          : post('logout', undefined, { Authorization: `Bearer ${ada.token}` })
      expect((await logOut()).status).toBe(204)
      expect((await socket.end(1_000)).code).toBe(4401)
      expect(await isSignedIn(ada.token)).toBe(false)
      expect((await refresh(ada.refreshToken)).status).toBe(401)
      expect(await isSignedIn(other.accessToken)).toBe(true)
      expect((await logOut()).status).toBe(204)
      expect((await post('logout')).status).toBe(204)
    },
  )

  const cookieOf = ({ headers }: Answer) => headers.getSetCookie().find((cookie) => cookie.includes('parley_refresh')) ?? ''
  const own = { Origin: 'https://chat.example' }

  it('S73 S32 keeps the refresh token of a browser in a cookie that no script sees', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const planted = `__Secure-parley_refresh=${ada.refreshToken}`
    const signedIn = await post('login', { email: ada.email, password, session: 'cookie' }, { ...own, Cookie: planted })
    expect(signedIn.status).toBe(200)
    const form = /^__Secure-parley_refresh=([\w.-]+); Max-Age=(\d+); Path=\/v1\/auth; HttpOnly; SameSite=Strict; Secure$/
    const [, token = '', maxAge] = form.exec(cookieOf(signedIn)) ?? []
    expect(Number(maxAge)).toBeGreaterThan(86_400)
    expect(token).not.toBe(ada.refreshToken)
    expect(JSON.stringify(signedIn.body)).not.toContain(token.split('.')[2])
    expect(signedIn.body).not.toHaveProperty('refreshToken')

    const refreshed = await post('refresh', undefined, { ...own, Cookie: `a=b; __Secure-parley_refresh=${token}` })
    const [, next = ''] = form.exec(cookieOf(refreshed)) ?? []
    expect(refreshed.body).not.toHaveProperty('refreshToken')
    expect(next).not.toBe(token)

    const out = await post('logout', undefined, { ...own, Cookie: `__Secure-parley_refresh=${next}` })
    expect([out.status, cookieOf(out)]).toEqual([
      204,
      '__Secure-parley_refresh=; Max-Age=0; Path=/v1/auth; HttpOnly; SameSite=Strict; Secure',
    ])
    expect(await isSignedIn(refreshed.body.accessToken)).toBe(false)
    expect(await isSignedIn(ada.token)).toBe(true)
  })

  it.each([
    [{ Origin: 'https://evil.example' }],
    [{ Origin: 'https://chat.example.evil.example' }],
    [{ Origin: 'http://chat.example' }],
    [{ Origin: 'null' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site', ...own }],
    [{ 'Sec-Fetch-Site': 'none' }],
    [{ 'Sec-Fetch-Site': 'cross-site', 'X-Requested-By': 'parley' }],
    [{ Origin: 'https://evil.example', 'X-Requested-By': 'parley' }],
    [{ 'X-Requested-By': 'somebody' }],
    [{}],
  ])('S74 S75 S82 refuses a call with the cookie that another site may have made: %p', async (headers: Record<string, string>) => {
    const ada = await Person.signUp(app.url, 'ada')
    const Cookie = `__Secure-parley_refresh=${ada.refreshToken}`
    expect((await post('refresh', undefined, { ...headers, Cookie })).status).toBe(403)
    expect((await post('logout', undefined, { ...headers, Cookie })).status).toBe(403)
    expect((await post('login', { email: ada.email, password, session: 'cookie' }, headers)).status).toBe(403)
    expect(await isSignedIn(ada.token)).toBe(true)
  })

  it.each([
    [{ 'Sec-Fetch-Site': 'same-origin' }],
    [{ ...own }],
    [{ 'X-Requested-By': 'parley' }],
    [{ 'Sec-Fetch-Site': 'none', 'X-Requested-By': 'parley' }],
  ])('S75 takes a call with the cookie that our own page or no browser made: %p', async (headers: Record<string, string>) => {
    const ada = await Person.signUp(app.url, 'ada')
    const Cookie = `__Secure-parley_refresh=${ada.refreshToken}`
    expect((await post('refresh', undefined, { ...headers, Cookie })).status).toBe(200)
  })

  it('S77 refuses two cookies of the name, and takes none of another', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const cookie = `__Secure-parley_refresh=${ada.refreshToken}`
    expect((await post('refresh', undefined, { ...own, Cookie: `${cookie}; ${cookie}` })).status).toBe(403)
    expect((await post('refresh', undefined, { ...own, Cookie: `parley_refresh=${ada.refreshToken}` })).status).toBe(401)
    expect((await post('refresh', undefined, own)).status).toBe(401)
  })

  it('S32 takes the token of the body where a cookie comes along, whatever it is, and leaves the session of the cookie alone', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const other = (await post('login', { email: ada.email, password })).body
    const beside = { ...own, Cookie: `__Secure-parley_refresh=${ada.refreshToken}` }
    const refreshed = await post('refresh', { refreshToken: other.refreshToken }, beside)
    expect([refreshed.status, refreshed.headers.getSetCookie(), refreshed.body.refreshToken.split('.')[0]]).toEqual([
      200,
      [],
      other.refreshToken.split('.')[0],
    ])
    for (const refreshToken of ['', 'made up']) expect((await post('refresh', { refreshToken }, beside)).status).toBe(401)
    expect((await post('logout', { refreshToken: other.refreshToken }, beside)).headers.getSetCookie()).toEqual([])
    expect(await Promise.all([ada.token, refreshed.body.accessToken].map(isSignedIn))).toEqual([true, false])
  })

  it('S27 leaves nobody a living token when refreshes race a sign-out', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const [, ...answers] = await Promise.all([
      post('logout', { refreshToken: ada.refreshToken }),
      ...Array.from({ length: 6 }, () => refresh(ada.refreshToken)),
    ])
    for (const { body } of answers.filter(({ status }) => status === 200)) {
      expect(await isSignedIn(body.accessToken)).toBe(false)
      expect((await refresh(body.refreshToken)).status).toBe(401)
    }
  })
})
