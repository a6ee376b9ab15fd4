import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

const secret = 'the secret of these tests of 32 bytes or more'

requires('postgres', 'redis')('the access token', () => {
  let app: TestApp
  let ada: Person
  let header: Json
  let payload: Json

  beforeAll(async () => {
    app = await startTestApp({ spread: true, settings: { JWT_KEYS: `k1:${secret}` } })
    ada = await Person.signUp(app.url, 'ada')
    ;[header, payload] = ada.token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  }, 60_000)
  afterAll(() => app.close())

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const forge = (changes: { header?: object; payload?: object; key?: string | Buffer; hash?: string; seal?: string } = {}) => {
    const signed = `${encode({ ...header, ...changes.header })}.${encode({ ...payload, ...changes.payload })}`
    return `${signed}.${
      changes.seal ??
      createHmac(changes.hash ?? 'sha256', changes.key ?? secret)
        .update(signed)
        .digest('base64url')
    }`
  }
  const sql = async (text: string, ...values: unknown[]): Promise<Json[]> => {
    const client = new Client({ connectionString: app.databaseUrl })
    await client.connect()
    try {
      return (await client.query(text, values)).rows
    } finally {
      await client.end()
    }
  }

  /** Refused by a read, a command and the WebSocket alike, and nothing has changed. */
  const expectRefused = async (token: string, code = 'unauthenticated') => {
    const title = `forged ${randomUUID()}`
    const answers = [
      await call(app.url, 'GET', '/v1/me', { token }),
      await call(app.url, 'POST', '/v1/chats', { token, body: { type: 'group', title } }),
      await upgrade(token),
    ]
    for (const { status, headers, body } of answers) {
      expect([status, body.code]).toEqual([401, code])
      expect(headers.get('WWW-Authenticate')).toMatch(/^Bearer error="invalid_token"/)
    }
    expect(await sql('SELECT id FROM chats WHERE title = $1', title)).toEqual([])
  }
  const upgrade = async (token: string) => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': Buffer.from('0123456789abcdef').toString('base64'),
      Authorization: `Bearer ${token}`,
    }
    return new Promise<{ status: number; headers: Headers; body: Json }>((resolve, reject) => {
      const sent = request(`${app.url}/v1/ws`, { headers }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers({ 'WWW-Authenticate': response.headers['www-authenticate'] ?? '' }),
            body: JSON.parse(text),
          }),
        )
      })
      sent.on('upgrade', (_, socket) => {
        socket.destroy()
        reject(new Error('the socket was opened'))
      })
      sent.on('error', reject)
      sent.end()
    })
  }

  it('is what the contract says', async () => {
    expect(header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })
    expect(payload).toEqual({
      iss: 'parley',
      aud: 'parley',
      sub: ada.id,
      sid: ada.refreshToken.split('.')[0],
      gen: 0,
      iat: expect.any(Number),
      exp: payload.iat + 900,
    })
    expect((await call(app.url, 'GET', '/v1/me', { token: forge() })).status).toBe(200)
  })

  it('is asked for with a bare challenge where there is none', async () => {
    const { status, headers, body } = await call(app.url, 'GET', '/v1/me')
    expect([status, body.code, headers.get('WWW-Authenticate')]).toEqual([401, 'unauthenticated', 'Bearer'])
  })

  it.each(['none', 'None', 'nOnE'])('S1 with alg %s is refused', async (alg) => {
    await expectRefused(forge({ header: { alg } }))
    await expectRefused(`${encode({ ...header, alg })}.${encode(payload)}.`)
  })

  it('S2 keyed with a public key is refused', async () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    await expectRefused(forge({ key: Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })) }))
  })

  it.each([
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
  ])('S3 by our key and %s is refused', async (alg, hash) => {
    await expectRefused(forge({ header: { alg }, hash }))
  })

  it.each(['unknown', '../../dev/null', "k1' OR 1=1 --", 'k'.repeat(8_000), ['k1']])('S5 of the key %p is refused', async (kid) => {
    await expectRefused(forge({ header: { kid } }))
  })

  it('S6 that points at a key elsewhere is refused, and nobody goes there', async () => {
    let connections = 0
    const elsewhere = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/keys.json`
    for (const extra of [{ jku: url }, { x5u: url }, { jwk: { kty: 'oct', k: encode(secret) } }, { x5c: [encode(secret)] }]) {
      await expectRefused(forge({ header: extra }))
    }
    expect(connections).toBe(0)
    await new Promise((resolve) => elsewhere.close(resolve))
  })

  it.each([undefined, 'JWT', 'rt+jwt'])('S8 of the type %p is refused', async (typ) => {
    await expectRefused(forge({ header: { typ } }))
  })

  it('S9 is no refresh token, and a refresh token is none: no session is touched', async () => {
    await expectRefused(ada.refreshToken)
    const { status, body } = await call(app.url, 'POST', '/v1/auth/refresh', { body: { refreshToken: ada.token } })
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    const [session] = await sql('SELECT generation, ended_at FROM sessions WHERE account_id = $1', ada.id)
    expect(session).toEqual({ generation: 0, ended_at: null })
    expect((await ada.call('GET', '/v1/me')).status).toBe(200)
  })

  it('S10 is not the token of a mail, nor that one an access token', async () => {
    const email = `mail_${randomUUID()}@example.com`
    await call(app.url, 'POST', '/v1/auth/register', { body: { email, password, handle: `m_${randomUUID().slice(0, 8)}` } })
    const [mail] = (await call(app.url, 'GET', `/dev/mail.json?to=${email}`)).body
    const token = /token=([\w-]+)/.exec(mail.text)?.[1] ?? ''
    await expectRefused(token)
    expect((await call(app.url, 'POST', '/v1/auth/verify-email', { body: { token: ada.token } })).status).toBe(410)
    expect((await call(app.url, 'POST', '/v1/auth/verify-email', { body: { token } })).status).toBe(204)
  })

  it.each([{ iss: 'evil' }, { iss: undefined }, { aud: 'evil' }, { aud: undefined }, { aud: ['evil'] }])(
    'S11 by or for somebody else is refused: %p',
    async (changes) => {
      await expectRefused(forge({ payload: changes }))
    },
  )

  it('S12 without an end, or with one that is none or too far, is refused', async () => {
    for (const exp of [undefined, String(payload.exp), null, payload.iat + 901, 1e15]) await expectRefused(forge({ payload: { exp } }))
  })

  it('S12 that has expired says so', async () => {
    const iat = Math.floor(Date.now() / 1_000) - 900
    await expectRefused(forge({ payload: { iat, exp: iat + 900 } }), 'token_expired')
  })

  it('S13 from the future is refused', async () => {
    const later = Math.floor(Date.now() / 1_000) + 40
    await expectRefused(forge({ payload: { iat: later, exp: later + 60 } }))
    await expectRefused(forge({ payload: { nbf: later } }))
  })

  it('S14 of nobody is refused', async () => {
    for (const sub of [randomUUID(), 1, { id: ada.id }, undefined]) await expectRefused(forge({ payload: { sub } }))
    await expectRefused(forge({ payload: { sid: randomUUID() } }))
    await expectRefused(forge({ payload: { gen: 1 } }))
  })

  it.each(['UPDATE accounts SET disabled_at = now() WHERE id = $1', 'DELETE FROM accounts WHERE id = $1'])(
    'S14 is refused within 5 seconds of: %s',
    async (statement) => {
      const bob = await Person.signUp(app.url, 'bob')
      await bob.expect(200, 'GET', '/v1/me')
      await sql(statement, bob.id)
      await until('the token is refused', async () => (await bob.call('GET', '/v1/me')).status === 401, 5_000)
      const { status } = await call(app.url, 'POST', '/v1/auth/refresh', { body: { refreshToken: bob.refreshToken } })
      expect(status).toBe(401)
    },
  )

  it('S17 counts in the header only', async () => {
    const answers = await Promise.all([
      call(app.url, 'GET', `/v1/me?access_token=${ada.token}`),
      call(app.url, 'PATCH', '/v1/me', { body: { access_token: ada.token } }),
      call(app.url, 'GET', '/v1/me', { headers: { Cookie: `access_token=${ada.token}; Authorization=Bearer ${ada.token}` } }),
      call(app.url, 'GET', '/v1/me', { headers: { Authorization: `Basic ${ada.token}` } }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401])
  })

  it('S19 says nothing about rights: those are looked up', async () => {
    const bob = await Person.signUp(app.url, 'bob')
    const { id } = await ada.createGroup('Rights', bob)
    await ada.expect(200, 'PATCH', `/v1/chats/${id}/members/${bob.id}`, { role: 'admin' })
    await bob.expect(200, 'PATCH', `/v1/chats/${id}`, { title: 'By an admin' })
    await ada.expect(200, 'PATCH', `/v1/chats/${id}/members/${bob.id}`, { role: 'member' })
    expect((await bob.call('PATCH', `/v1/chats/${id}`, { title: 'By a member' })).status).toBe(403)
  })

  it('S21 outlives a rotation of keys, until its key is taken away', async () => {
    const both = await app.another({ JWT_KEYS: `k2:another ${secret},k1:${secret}` })
    expect((await call(both.url, 'GET', '/v1/me', { token: ada.token })).status).toBe(200)
    const { body } = await call(both.url, 'POST', '/v1/auth/login', { body: { email: ada.email, password } })
    expect(JSON.parse(Buffer.from(body.accessToken.split('.')[0], 'base64url').toString()).kid).toBe('k2')
    const newest = await app.another({ JWT_KEYS: `k2:another ${secret}` })
    expect((await call(newest.url, 'GET', '/v1/me', { token: body.accessToken })).status).toBe(200)
    expect((await call(newest.url, 'GET', '/v1/me', { token: ada.token })).status).toBe(401)
    expect((await call(newest.url, 'POST', '/v1/auth/refresh', { body: { refreshToken: ada.refreshToken } })).status).toBe(200)
  })
})
