import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, Person, password, Socket } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('the sessions of a person', () => {
  let app: TestApp
  let far: RunningParley

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    far = await app.another()
  }, 60_000)
  afterAll(() => app.close())

  const logIn = async ({ email }: Person, body: Json = {}, url = app.url): Promise<Json> =>
    (await call(url, 'POST', '/v1/auth/login', { body: { email, password, ...body } })).body
  const refresh = (refreshToken: string, url = app.url) => call(url, 'POST', '/v1/auth/refresh', { body: { refreshToken } })
  const isSignedIn = async (token: string, url = app.url) => (await call(url, 'GET', '/v1/me', { token })).status === 200
  const sessionsOf = async (person: Person): Promise<Json[]> => (await person.expect(200, 'GET', '/v1/auth/sessions')).items
  const sessionIdOf = ({ refreshToken }: { refreshToken: string }) => refreshToken.split('.')[0] ?? ''

  it('S31 are listed with device, address and times, and nothing secret', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const phone = await logIn(ada, { device: 'Phone\u202e of Ada 📱' })
    const [own, other, ...others] = await sessionsOf(ada)
    expect(others).toEqual([])
    expect(own).toMatchObject({ id: sessionIdOf(ada), device: 'node', current: true })
    expect(other).toEqual({
      id: sessionIdOf(phone),
      device: 'Phone of Ada 📱',
      ip: expect.stringMatching(/127\.0\.0\.1$/),
      createdAt: expect.stringMatching(/Z$/),
      lastUsedAt: expect.stringMatching(/Z$/),
      current: false,
    })
  })

  it('S31 are ended one by one, sockets included, by their owner and nobody else', async () => {
    const [ada, bob] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'bob')]
    const phone = await logIn(ada)
    const socket = new Socket(far.url, phone.accessToken)
    await socket.next('ready')
    const path = `/v1/auth/sessions/${sessionIdOf(phone)}`
    expect((await bob.call('DELETE', path)).status).toBe(404)
    expect((await bob.call('DELETE', path)).body).toMatchObject({ code: 'not_found' })
    expect(await isSignedIn(phone.accessToken, far.url)).toBe(true)
    await ada.expect(204, 'DELETE', path)
    expect((await socket.end(1_000)).code).toBe(4401)
    expect(await isSignedIn(phone.accessToken, far.url)).toBe(false)
    expect((await refresh(phone.refreshToken)).status).toBe(401)
    expect((await sessionsOf(ada)).map(({ id }) => id)).toEqual([sessionIdOf(ada)])
    await ada.expect(204, 'DELETE', path)
    await ada.expect(400, 'DELETE', '/v1/auth/sessions/x')
  })

  it('S30 S15 end all at once, on every node within a second', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const others = [await logIn(ada), await logIn(ada, {}, far.url)]
    const sockets = others.map(({ accessToken }, index) => new Socket(index ? far.url : app.url, accessToken))
    for (const socket of sockets) await socket.next('ready')
    const out = await ada.call('POST', '/v1/auth/logout-all')
    expect([out.status, out.headers.get('Clear-Site-Data')]).toEqual([204, expect.stringContaining('storage')])
    for (const socket of sockets) expect((await socket.end(1_000)).code).toBe(4401)
    for (const { accessToken, refreshToken } of [...others, { accessToken: ada.token, refreshToken: ada.refreshToken }]) {
      expect(await isSignedIn(accessToken)).toBe(false)
      expect(await isSignedIn(accessToken, far.url)).toBe(false)
      expect((await refresh(refreshToken, far.url)).status).toBe(401)
    }
    expect((await ada.call('POST', '/v1/auth/logout-all')).status).toBe(401)
  })

  it('S35 are at most a hundred: one more ends that which was used longest ago', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const socket = await ada.connect()
    await app.query(
      `INSERT INTO sessions SELECT gen_random_uuid(), account_id, device, ip, created_at, now() + n * interval '1 second', expires_at,
         access_expires_at, refresh_key, refresh_hash, generation, confirmed_at, ended_at
       FROM sessions, generate_series(1, 99) n WHERE id = $1`,
      [sessionIdOf(ada)],
    )
    const phone = await logIn(ada)
    // The session that made it is used longest ago by the clock: the others were last used after now.
    expect((await socket.end(1_000)).code).toBe(4401)
    expect(await isSignedIn(ada.token)).toBe(false)
    const { body } = await call(app.url, 'GET', '/v1/auth/sessions', { token: phone.accessToken })
    expect(body.items).toHaveLength(100)
  })

  it('S28 end for good at their absolute end, and after two weeks without use', async () => {
    for (const change of ["expires_at = now() - interval '1 second'", "last_used_at = now() - interval '14 days 1 second'"]) {
      const ada = await Person.signUp(app.url, 'ada')
      const other = await logIn(ada)
      await app.query(`UPDATE sessions SET ${change} WHERE id = $1`, [sessionIdOf(other)])
      expect((await refresh(other.refreshToken)).body.code).toBe('unauthenticated')
      expect((await sessionsOf(ada)).map(({ id }) => id)).toEqual([sessionIdOf(ada)])
    }
  })

  it('S28 are not prolonged by refreshing', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const end = async () => (await app.query('SELECT expires_at FROM sessions WHERE id = $1', [sessionIdOf(ada)]))[0]
    const before = await end()
    let { refreshToken } = ada
    for (let round = 0; round < 3; round += 1) refreshToken = (await refresh(refreshToken)).body.refreshToken
    expect(await end()).toEqual(before)
  })

  it('S33 S14 end with the account that is disabled or deleted', async () => {
    const [disabled, deleted] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'bob')]
    const socket = await disabled.connect({ url: far.url })
    await app.query('UPDATE accounts SET disabled_at = now() WHERE id = $1', [disabled.id])
    expect((await refresh(disabled.refreshToken)).body.code).toBe('unauthenticated')
    expect((await app.query('SELECT ended_at FROM sessions WHERE id = $1', [sessionIdOf(disabled)]))[0]).not.toEqual({ ended_at: null })
    expect((await socket.end(1_000)).code).toBe(4401)
    expect(await isSignedIn(disabled.token)).toBe(false)
    await app.query('DELETE FROM accounts WHERE id = $1', [deleted.id])
    expect((await refresh(deleted.refreshToken)).body.code).toBe('unauthenticated')
  })

  it('S23 tell their owner, once, when a spent token comes back', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const second = (await refresh(ada.refreshToken)).body
    await refresh(second.refreshToken, far.url)
    for (const url of [app.url, far.url]) expect((await refresh(ada.refreshToken, url)).status).toBe(401)
    const mails: Json[] = (await call(app.url, 'GET', `/dev/mail.json?to=${ada.email}`)).body
    expect(mails.filter(({ subject }) => subject === 'We signed one of your devices out')).toHaveLength(1)
  })

  it('S22 keep only hashes, of tokens of 256 random bits', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const next = (await refresh(ada.refreshToken)).body.refreshToken
    const stored = JSON.stringify(await app.query('SELECT * FROM sessions WHERE id = $1', [sessionIdOf(ada)]))
    for (const token of [ada.refreshToken, next]) {
      expect(Buffer.from(token.split('.')[2], 'base64url')).toHaveLength(32)
      expect(stored).not.toContain(token.split('.')[2])
    }
  })

  it('S27 leave nobody a living token when refreshes and sign-ins race the end of all of them', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const other = await logIn(ada)
    const [out, ...answers] = await Promise.all([
      ada.call('POST', '/v1/auth/logout-all'),
      ...Array.from({ length: 6 }, (_, index) => refresh(other.refreshToken, index % 2 ? app.url : far.url)),
    ])
    expect(out?.status).toBe(204)
    for (const { body } of answers.filter(({ status }) => status === 200)) {
      expect(await isSignedIn(body.accessToken)).toBe(false)
      expect((await refresh(body.refreshToken)).status).toBe(401)
    }
  })

  it('S36 is admitted by no memory for longer than 5 seconds, though the other node heard nothing of its end', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    expect(await isSignedIn(ada.token, far.url)).toBe(true)
    await app.query('UPDATE sessions SET ended_at = now() WHERE id = $1', [sessionIdOf(ada)])
    const begun = performance.now()
    while (await isSignedIn(ada.token, far.url)) {
      expect(performance.now() - begun).toBeLessThan(5_000)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }, 15_000)
})
