import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Answer, call, type Json, mailedToken, Person, password, Socket } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('a forgotten, changed or stolen password', () => {
  let app: TestApp
  let far: RunningParley

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    far = await app.another({ PUBLIC_URL: app.url })
  }, 60_000)
  afterAll(() => app.close())

  const newPassword = 'another long password'
  const post = (path: string, body: Json, headers: Record<string, string> = {}) =>
    call(app.url, 'POST', `/v1/auth/${path}`, { body, headers })
  const logIn = (email: string, text: string): Promise<Answer> => post('login', { email, password: text })
  const mailsTo = async (email: string): Promise<Json[]> =>
    (await call(app.url, 'GET', `/dev/mail.json?to=${encodeURIComponent(email)}`)).body
  const forgot = async (person: Person) => {
    expect((await post('password/forgot', { email: person.email })).status).toBe(202)
    return mailedToken(app.url, person.email, 'password')
  }
  const isSignedIn = async (token: string, url = app.url) => (await call(url, 'GET', '/v1/me', { token })).status === 200

  it('S44 S30 S16 resets the password: every session ends on every node, nobody is signed in, and the owner is told', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const other = (await logIn(ada.email, password)).body
    const sockets = [await ada.connect(), await ada.connect({ url: far.url }), new Socket(far.url, other.accessToken)]
    await sockets[2]?.next('ready')
    const token = await forgot(ada)
    const reset = await post('password/reset', { token, password: newPassword })
    expect([reset.status, reset.body, reset.headers.getSetCookie()]).toEqual([204, null, []])
    for (const socket of sockets) expect((await socket.end(1_000)).code).toBe(4401)
    for (const url of [app.url, far.url]) {
      expect(await isSignedIn(ada.token, url)).toBe(false)
      expect(await isSignedIn(other.accessToken, url)).toBe(false)
      expect((await call(url, 'POST', '/v1/auth/refresh', { body: { refreshToken: ada.refreshToken } })).status).toBe(401)
    }
    expect((await logIn(ada.email, password)).status).toBe(401)
    expect((await logIn(ada.email, newPassword)).status).toBe(200)
    const [notice] = await mailsTo(ada.email)
    expect(notice).toMatchObject({ subject: 'Your Parley sign-in was changed', text: expect.not.stringContaining('token=') })
  })

  it('S41 S43 takes a reset token once, and only the newest; a reset voids the others', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const older = await forgot(ada)
    const newer = await forgot(ada)
    expect(newer).toMatch(/^[\w-]{43}$/)
    expect((await post('password/reset', { token: older, password: newPassword })).body.code).toBe('token_used_or_expired')
    await ada.expect(202, 'POST', '/v1/me/email', { email: `new.${ada.email}`, password })
    const change = await mailedToken(app.url, `new.${ada.email}`, 'confirm')
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('password/reset', { token: newer, password: newPassword })))
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 410, 410, 410, 410])
    expect((await call(app.url, 'POST', '/v1/me/email/confirm', { body: { token: change } })).status).toBe(410)
  })

  it('S10 takes no token for another purpose than its own, nor as an access token', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const email = `pending.${ada.email}`
    await post('register', { email, password, handle: `${ada.handle.slice(0, 20)}_p` })
    await ada.expect(202, 'POST', '/v1/me/email', { email: `new.${ada.email}`, password })
    const tokens = {
      verify: await mailedToken(app.url, email),
      reset: await forgot(ada),
      change: await mailedToken(app.url, `new.${ada.email}`, 'confirm'),
    }
    const use = {
      verify: (token: string) => post('verify-email', { token }),
      reset: (token: string) => post('password/reset', { token, password: newPassword }),
      change: (token: string) => call(app.url, 'POST', '/v1/me/email/confirm', { body: { token } }),
    }
    for (const [purpose, token] of Object.entries(tokens)) {
      expect(await isSignedIn(token)).toBe(false)
      for (const [other, present] of Object.entries(use)) if (other !== purpose) expect((await present(token)).status).toBe(410)
    }
    expect((await use.change(tokens.change)).status).toBe(204)
    expect((await use.verify(tokens.verify)).status).toBe(204)
  })

  it('S41 keeps a reset token good for an hour and no longer', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const token = await forgot(ada)
    const [kept] = await app.query('SELECT token_hash, expires_at - created_at AS lifetime FROM one_time_tokens WHERE account_id = $1', [
      ada.id,
    ])
    expect(kept).toMatchObject({ lifetime: { hours: 1 } })
    expect(JSON.stringify(kept)).not.toContain(token)
    await app.query("UPDATE one_time_tokens SET expires_at = now() - interval '1 second' WHERE account_id = $1", [ada.id])
    expect((await post('password/reset', { token, password: newPassword })).status).toBe(410)
  })

  it('S45 links to the configured address, whatever the request calls us', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    await post(
      'password/forgot',
      { email: ada.email },
      { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https', Forwarded: 'host=evil' },
    )
    const [mail] = await mailsTo(ada.email)
    expect(mail.text).toMatch(/http:\/\/localhost:0\/reset-password\?token=/)
    expect(JSON.stringify(mail)).not.toContain('evil')
  })

  it('S53 S61 refuses a weak new password, and the token stays good', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const token = await forgot(ada)
    for (const text of ['short', 'password', 'PASSWORD1', `${ada.handle}1`, 'parley-2026', '88888888', ada.email, 'x'.repeat(129)]) {
      const { status, body } = await post('password/reset', { token, password: text })
      expect([status, body.errors?.[0]?.path]).toEqual([400, 'password'])
      const changed = await ada.call('POST', '/v1/auth/password/change', { currentPassword: password, newPassword: text })
      expect([changed.status, changed.body.errors?.[0]?.path]).toEqual([400, 'newPassword'])
    }
    expect((await post('password/reset', { token, password: 'ünï cödé 🐎 spaces' })).status).toBe(204)
    expect((await logIn(ada.email, 'ünï cödé 🐎 spaces')).status).toBe(200)
  })

  it('S59 S30 changes the password of who knows it: every other session ends, this one stays', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const other = (await logIn(ada.email, password)).body
    const [own, foreign] = [await ada.connect({ url: far.url }), new Socket(far.url, other.accessToken)]
    await foreign.next('ready')
    const token = await forgot(ada)
    const wrong = await ada.call('POST', '/v1/auth/password/change', { currentPassword: 'wrong', newPassword })
    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials'])
    expect(await isSignedIn(other.accessToken, far.url)).toBe(true)
    await ada.expect(204, 'POST', '/v1/auth/password/change', { currentPassword: password, newPassword })
    expect((await foreign.end(1_000)).code).toBe(4401)
    expect(await isSignedIn(other.accessToken, far.url)).toBe(false)
    expect(await isSignedIn(ada.token, far.url)).toBe(true)
    expect(own.closed).toBeNull()
    expect((await post('refresh', { refreshToken: ada.refreshToken })).status).toBe(200)
    expect((await post('password/reset', { token, password })).status).toBe(410)
    expect((await logIn(ada.email, newPassword)).status).toBe(200)
    own.close()
  })

  it('S30 leaves no session that was begun with the old password, however it races the reset', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    for (let round = 0; round < 4; round += 1) {
      const [before, after] = round % 2 ? [newPassword, password] : [password, newPassword]
      const token = await forgot(ada)
      const [reset, ...logins] = await Promise.all([
        post('password/reset', { token, password: after }),
        ...Array.from({ length: 6 }, () => logIn(ada.email, before)),
      ])
      expect(reset?.status).toBe(204)
      for (const { body } of logins.filter(({ status }) => status === 200)) {
        expect((await post('refresh', { refreshToken: body.refreshToken })).status).toBe(401)
        expect(await isSignedIn(body.accessToken)).toBe(false)
      }
    }
  })

  it('S39 mails nobody without a verified account that is not disabled, and answers the same', async () => {
    const [ada, disabled] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'disabled')]
    const pending = `pending.${ada.email}`
    await post('register', { email: pending, password, handle: `${ada.handle.slice(0, 20)}_p` })
    await app.query('UPDATE accounts SET disabled_at = now() WHERE id = $1', [disabled.id])
    const answers = []
    for (const email of [ada.email, 'nobody@example.com', pending, disabled.email]) answers.push(await post('password/forgot', { email }))
    for (const { status, body } of answers) expect([status, body]).toEqual([202, answers[0]?.body])
    const about = async (email: string) => (await mailsTo(email)).filter(({ subject }) => subject.includes('password')).length
    expect(await Promise.all([ada.email, 'nobody@example.com', pending, disabled.email].map(about))).toEqual([1, 0, 0, 0])
  })

  it('S49 changes the address of who knows the password, once the new one is verified, and tells the old one', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const to = `new.${ada.email}`
    expect((await ada.call('POST', '/v1/me/email', { email: to, password: 'wrong' })).body.code).toBe('invalid_credentials')
    expect((await ada.call('POST', '/v1/me/email', { email: ada.email, password })).body.errors[0].path).toBe('email')
    const asked = await ada.call('POST', '/v1/me/email', { email: to.toUpperCase(), password })
    expect(asked.status).toBe(202)
    expect((await ada.expect(200, 'GET', '/v1/me')).email).toBe(ada.email)
    const token = await mailedToken(app.url, to, 'confirm')
    expect((await call(app.url, 'POST', '/v1/me/email/confirm', { body: { token } })).status).toBe(204)
    expect((await call(app.url, 'POST', '/v1/me/email/confirm', { body: { token } })).status).toBe(410)
    expect((await ada.expect(200, 'GET', '/v1/me')).email).toBe(to)
    expect((await logIn(ada.email, password)).status).toBe(401)
    expect((await logIn(to, password)).status).toBe(200)
    const [notice] = await mailsTo(ada.email)
    expect(notice.subject).toBe('Your Parley account has a new e-mail address')
    expect(JSON.stringify(notice)).not.toContain(to)
  })

  it('S38 S49 tells nobody that the new address is somebody else’s, but them', async () => {
    const [ada, bob] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'bob')]
    const answers = []
    for (const email of [bob.email, `new.${ada.email}`]) answers.push(await ada.call('POST', '/v1/me/email', { email, password }))
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [202, answers[0]?.body],
      [202, answers[0]?.body],
    ])
    expect((await mailsTo(bob.email))[0].subject).toBe('You already have a Parley account')
    expect((await bob.expect(200, 'GET', '/v1/me')).email).toBe(bob.email)
  })

  const strange = [{ not: '' }, ['x'], true, 1, null, 'a\0b', '\ud800']
  it.each([
    ['auth/password/forgot', 'email', {}],
    ['auth/password/reset', 'token', { password: newPassword }],
    ['auth/password/reset', 'password', { token: 'x' }],
    ['auth/password/change', 'currentPassword', { newPassword }],
    ['auth/password/change', 'newPassword', { currentPassword: password }],
    ['me/email', 'email', { password }],
    ['me/email', 'password', { email: 'a@example.com' }],
    ['me/email/confirm', 'token', {}],
  ])('S60 S61 takes only text at %s for %s, and names the field', async (path, field, rest) => {
    const ada = await Person.signUp(app.url, 'ada')
    const missing = await ada.call('POST', `/v1/${path}`, rest)
    expect([missing.status, missing.body.errors?.[0]?.path]).toEqual([400, field])
    for (const value of strange) {
      const { status, body } = await ada.call('POST', `/v1/${path}`, JSON.stringify({ ...rest, [field]: value }))
      expect([status, body.errors?.[0]?.path]).toEqual([400, field])
    }
  })
})
