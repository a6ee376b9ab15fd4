import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, mailedToken, Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('accounts', () => {
  let app: TestApp
  let ada: Person

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    ada = await Person.signUp(app.url, 'ada')
  }, 60_000)
  afterAll(() => app.close())

  const post = (path: string, body: Json, headers?: Record<string, string>) =>
    call(app.url, 'POST', `/v1/auth/${path}`, { body, ...(headers ? { headers } : {}) })
  const newcomer = (changes: Json = {}) => {
    const handle = `n_${randomBytes(6).toString('hex')}`
    return { email: `${handle}@example.com`, password, handle, ...changes }
  }
  const mailsTo = async (email: string) => (await call(app.url, 'GET', `/dev/mail.json?to=${encodeURIComponent(email)}`)).body
  const verificationSent = { status: 'verification_sent' }

  it('registers, verifies and signs in', async () => {
    const someone = newcomer({ displayName: 'Some One 🦉' })
    const registered = await post('register', someone)
    expect([registered.status, registered.body]).toEqual([202, verificationSent])
    expect((await post('login', { email: someone.email, password })).body.code).toBe('email_not_verified')
    const [mail] = await mailsTo(someone.email)
    expect(mail).toEqual({
      to: someone.email,
      subject: expect.stringContaining('verify'),
      text: expect.stringMatching(/https?:\/\/\S+\/verify-email\?token=[\w-]{43}\s/),
      html: expect.stringMatching(/href="https?:\/\/\S+\/verify-email\?token=[\w-]{43}"/),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
    expect((await post('verify-email', { token: await mailedToken(app.url, someone.email) })).status).toBe(204)
    const { status, body } = await post('login', { email: someone.email.toUpperCase(), password })
    expect(status).toBe(200)
    expect(body).toEqual({
      accessToken: expect.any(String),
      expiresIn: 900,
      tokenType: 'Bearer',
      refreshToken: expect.any(String),
      user: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        handle: someone.handle,
        displayName: 'Some One 🦉',
        avatarUrl: null,
        createdAt: expect.stringMatching(/Z$/),
      },
    })
    const me = await call(app.url, 'GET', '/v1/me', { token: body.accessToken })
    expect(me.body).toEqual({ ...body.user, email: someone.email })
  })

  it('S38 answers the same for an address that has an account, whose owner is told and nobody else', async () => {
    const [fresh, known] = [await post('register', newcomer()), await post('register', newcomer({ email: ada.email }))]
    expect([known.status, known.body]).toEqual([fresh.status, fresh.body])
    const [mail] = await mailsTo(ada.email)
    expect(mail.subject).toBe('You already have a Parley account')
    expect(mail.text).not.toContain('token=')
    expect((await post('login', { email: ada.email, password })).status).toBe(200)
  })

  it('S51 makes one account of many registrations at once, in whatever letters, and only the last mail counts', async () => {
    const someone = newcomer()
    const spellings = Array.from({ length: 10 }, (_, index) => (index % 2 ? someone.email.toUpperCase() : ` ${someone.email} `))
    const answers = await Promise.all(spellings.map((email) => post('register', { ...newcomer(), email })))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202))
    const mails = await mailsTo(someone.email)
    expect(mails).toHaveLength(10)
    const tokens: string[] = mails.map(({ text }: Json) => /token=([\w-]+)/.exec(text)?.[1])
    const outcomes = await Promise.all(tokens.map((token) => post('verify-email', { token })))
    expect(outcomes.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, ...Array(9).fill(410)])
  })

  it('replaces password and handle of an unverified address, and voids its older link', async () => {
    const someone = newcomer()
    await post('register', someone)
    const older = await mailedToken(app.url, someone.email)
    const handle = `${someone.handle}_2`
    await post('register', { ...someone, password: 'another long password', handle })
    expect((await post('verify-email', { token: older })).body.code).toBe('token_used_or_expired')
    const newer = await mailedToken(app.url, someone.email)
    expect((await post('verify-email', { token: newer })).status).toBe(204)
    expect((await post('verify-email', { token: newer })).status).toBe(410)
    expect((await post('login', { email: someone.email, password })).status).toBe(401)
    const { body } = await post('login', { email: someone.email, password: 'another long password' })
    expect(body.user).toMatchObject({ handle, displayName: handle })
  })

  it('sends the link again, and answers the same where none is due', async () => {
    const someone = newcomer()
    await post('register', someone)
    const older = await mailedToken(app.url, someone.email)
    const answers = await Promise.all(
      [someone.email, ada.email, 'nobody@example.com'].map((email) => post('verify-email/resend', { email })),
    )
    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([202, verificationSent]))
    expect(await mailsTo('nobody@example.com')).toEqual([])
    expect((await post('verify-email', { token: older })).status).toBe(410)
    expect((await post('verify-email', { token: await mailedToken(app.url, someone.email) })).status).toBe(204)
  })

  it('gives a handle to the first who verifies with it; the other chooses another with the same token', async () => {
    const [one, other] = [newcomer(), newcomer()]
    await post('register', one)
    await post('register', { ...other, handle: one.handle })
    await post('verify-email', { token: await mailedToken(app.url, one.email) })
    expect((await post('register', newcomer({ handle: one.handle }))).body.code).toBe('handle_taken')
    const token = await mailedToken(app.url, other.email)
    expect((await post('verify-email', { token })).body.code).toBe('handle_taken')
    expect((await post('verify-email', { token, handle: 'admin' })).body.code).toBe('handle_taken')
    expect((await post('verify-email', { token, handle: other.handle })).status).toBe(204)
    expect((await post('login', { email: other.email, password })).body.user.handle).toBe(other.handle)
  })

  it('S47 uses no link up by looking at it', async () => {
    const someone = newcomer()
    await post('register', someone)
    const token = await mailedToken(app.url, someone.email)
    for (const method of ['GET', 'HEAD']) await fetch(`${app.url}/verify-email?token=${token}`, { method })
    expect((await call(app.url, 'GET', `/v1/auth/verify-email?token=${token}`)).status).toBe(405)
    expect((await post('verify-email', { token })).status).toBe(204)
  })

  it('S37 S40 tells an unknown address no other thing than a wrong password', async () => {
    const pending = newcomer()
    await post('register', pending)
    const answers = [
      await post('login', { email: 'nobody@example.com', password }),
      await post('login', { email: ada.email, password: 'x' }),
      await post('login', { email: pending.email, password: 'wrong password' }),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(401)
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' })
    }
  })

  const strange = [{ contains: '@' }, { not: '' }, ['a@example.com'], true, 1, null]
  it.each([
    ['register', 'email'],
    ['register', 'password'],
    ['register', 'handle'],
    ['register', 'displayName'],
    ['verify-email', 'token'],
    ['verify-email', 'handle'],
    ['verify-email/resend', 'email'],
    ['login', 'email'],
    ['login', 'password'],
    ['login', 'session'],
    ['login', 'device'],
    ['refresh', 'refreshToken'],
    ['logout', 'refreshToken'],
  ])('S60 S61 takes only text at %s for %s, and names the field', async (path, field) => {
    const whole = { register: newcomer(), login: { email: ada.email, password }, 'verify-email': { token: 'x' } }[path] ?? {}
    for (const value of [...strange, 'a\0b', '\ud800', 'x'.repeat(5_000)]) {
      const { status, body } = await post(path, JSON.stringify({ ...whole, [field]: value }))
      expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'validation_failed', field])
    }
  })

  it.each([
    ['register', { password, handle: 'somebody' }, 'email'],
    ['register', { email: 'a@example.com', handle: 'somebody' }, 'password'],
    ['register', { email: 'a@example.com', password }, 'handle'],
    ['verify-email', {}, 'token'],
    ['verify-email/resend', {}, 'email'],
    ['login', { email: 'a@example.com' }, 'password'],
  ])('S61 misses at %s with %p the %s', async (path, body, field) => {
    expect((await post(path, body)).body.errors).toEqual([{ path: field, message: expect.any(String) }])
  })

  it('S62 takes no field that is not asked for', async () => {
    for (const field of ['role', 'isAdmin', 'emailVerified', 'verifiedAt', 'id', 'createdAt', 'passwordHash', '__proto__']) {
      const someone = newcomer()
      const { status, body } = await post('register', JSON.stringify(someone).replace('{', `{"${field}":true,`))
      expect([status, body.errors?.[0]?.path]).toEqual([400, field])
      expect(await mailsTo(someone.email)).toEqual([])
      const profile = await ada.call('PATCH', '/v1/me', `{"displayName":"Ada","${field}":true}`)
      expect([profile.status, profile.body.errors?.[0]?.path]).toEqual([400, field])
    }
  })

  it.each(['a@x.io\r\nBcc: z@z.io', 'mıke@x.io', 'ﬁ@x.io', 'a@b', '@x.io', `${'a'.repeat(250)}@x.io`])(
    'S50 S63 takes no address such as %p',
    async (email) => {
      for (const path of ['register', 'login', 'verify-email/resend']) {
        const { status, body } = await post(path, { ...(path === 'register' ? newcomer() : { password }), email })
        expect([status, body.errors?.[0]?.path]).toEqual([400, path.endsWith('resend') ? expect.any(String) : 'email'])
      }
    },
  )

  it.each(['ab', 'Ada', 'a-b', 'ada ', 'a'.repeat(33), 'аdа', 'ad\u200ba'])('S52 takes no handle such as %p', async (handle) => {
    expect((await post('register', newcomer({ handle }))).body.errors?.[0]?.path).toBe('handle')
    expect((await ada.call('PATCH', '/v1/me', { handle })).body.errors?.[0]?.path).toBe('handle')
  })

  it('S52 gives nobody a reserved handle, or a name that misleads', async () => {
    expect((await post('register', newcomer({ handle: 'system' }))).body.code).toBe('handle_taken')
    expect((await ada.call('PATCH', '/v1/me', { handle: 'everyone' })).body.code).toBe('handle_taken')
    for (const displayName of ['', ' ', '\u200b', 'Ada\u202e', 'x'.repeat(65)]) {
      expect((await ada.call('PATCH', '/v1/me', { displayName })).body.errors?.[0]?.path).toBe('displayName')
    }
  })

  it('S54 S55 takes a password in any composition, and none that is too long', async () => {
    const someone = newcomer({ password: 'Zoë’s pâsswörd'.normalize('NFD') })
    await post('register', someone)
    await post('verify-email', { token: await mailedToken(app.url, someone.email) })
    expect((await post('login', { email: someone.email, password: 'Zoë’s pâsswörd'.normalize('NFC') })).status).toBe(200)
    expect((await post('login', { email: someone.email, password: 'x'.repeat(129) })).status).toBe(400)
    expect((await post('login', { email: someone.email, password: 'x'.repeat(1_000_000) })).status).toBe(413)
  })

  it("changes one's own profile, and shows nobody else's address", async () => {
    const bob = await Person.signUp(app.url, 'bob')
    const handle = `${bob.handle}_b`
    const changed = await bob.expect(200, 'PATCH', '/v1/me', { displayName: 'Bob ﷽', handle })
    expect(changed).toMatchObject({ id: bob.id, displayName: 'Bob ﷽', handle, email: bob.email })
    expect(await bob.expect(200, 'PATCH', '/v1/me')).toEqual(changed)
    expect((await bob.call('PATCH', '/v1/me', { handle: ada.handle })).body.code).toBe('handle_taken')
    const { email: _, ...user } = changed
    expect(await ada.expect(200, 'GET', `/v1/users/${bob.id}`)).toEqual(user)
  })
})
