import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, Person } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres')('what a request may look like', () => {
  let app: TestApp
  let ada: Person
  let chatId: string
  let path: string

  beforeAll(async () => {
    app = await startTestApp()
    ada = await Person.signUp(app.url, 'ada')
    chatId = (await ada.createGroup('Requests')).id
    path = `/v1/chats/${chatId}/messages`
  }, 60_000)
  afterAll(() => app.close())

  /** Sends bytes that no client library would. */
  const raw = (body: string | Uint8Array, headers: Record<string, string> = {}, to = path) =>
    call(app.url, 'POST', to, { token: ada.token, body, headers })
  const message = (text: string) => JSON.stringify({ clientId: randomUUID(), text })

  it('ER1 first who you are, then what you may see, then what you sent', async () => {
    expect((await call(app.url, 'POST', path, { body: '{' })).status).toBe(401)
    expect((await ada.call('POST', `/v1/chats/${randomUUID()}/messages`, '{')).status).toBe(404)
    expect((await ada.call('POST', path, '{')).status).toBe(400)
  })

  it('ER3 a problem has its type, title, status, detail, code and request id, and nothing of the inside', async () => {
    const { status, body, headers } = await ada.call('POST', path, { text: 5, colour: 'red' }, { 'X-Request-Id': 'my-request.1' })
    expect(status).toBe(400)
    expect(headers.get('Content-Type')).toMatch(/^application\/problem\+json/)
    expect(headers.get('X-Request-Id')).toBe('my-request.1')
    expect(body).toEqual({
      type: 'urn:parley:problem:validation_failed',
      title: expect.any(String),
      status: 400,
      detail: expect.any(String),
      code: 'validation_failed',
      requestId: 'my-request.1',
      errors: expect.arrayContaining([
        { path: 'clientId', message: expect.any(String) },
        { path: 'text', message: expect.any(String) },
        { path: 'colour', message: 'is not a known field' },
      ]),
    })
    const { headers: others } = await ada.call('GET', '/v1/chats', undefined, { 'X-Request-Id': 'bad id "with spaces"' })
    expect(others.get('X-Request-Id')).toMatch(/^[\da-f-]{36}$/)
  })

  it.each([
    ['a NUL', '{"clientId":"00000000-0000-4000-8000-000000000001","text":"a\\u0000b"}'],
    ['a NUL in a key', '{"clientId":"00000000-0000-4000-8000-000000000001","text":"ab","a\\u0000b":1}'],
  ])('S129 %s is a 400', async (_what, body) => {
    expect((await raw(body)).status).toBe(400)
  })

  it('S129 a NUL in the URL is a 400 or 404, in a query too', async () => {
    expect([400, 404]).toContain((await ada.call('GET', '/v1/chats/%00')).status)
    expect((await ada.call('GET', '/v1/users?query=a%00b')).status).toBe(400)
    expect((await ada.call('GET', '/v1/rooms?query=%00')).status).toBe(400)
  })

  it('S130 half a surrogate pair is a 400 in every text', async () => {
    for (const [method, to, body] of [
      ['POST', path, '{"clientId":"00000000-0000-4000-8000-000000000001","text":"\\ud800"}'],
      ['POST', '/v1/chats', '{"type":"group","title":"\\udfff!"}'],
      ['PATCH', `/v1/chats/${chatId}`, '{"topic":"x\\ud83d"}'],
      ['PATCH', '/v1/me', '{"displayName":"x\\ud83d"}'],
    ] as const)
      expect([to, (await ada.call(method, to, body)).status]).toEqual([to, 400])
  })

  it('S131 bytes that are not UTF-8 are a 400', async () => {
    const bytes = Buffer.from(message('café'), 'latin1')
    expect(await raw(bytes)).toMatchObject({ status: 400, body: { code: 'malformed_json' } })
  })

  it('S133 one byte too many is a 413, a compressed bomb too; another charset or type a 415', async () => {
    const padded = (length: number) => message('x').padEnd(length, ' ')
    expect((await raw(padded(65_536))).status).toBe(201)
    expect(await raw(padded(65_537))).toMatchObject({ status: 413, body: { code: 'payload_too_large' } })
    expect((await raw(gzipSync(' '.repeat(5_000_000)), { 'Content-Encoding': 'gzip' })).status).toBe(413)
    expect((await raw(gzipSync(message('zipped')), { 'Content-Encoding': 'gzip' })).status).toBe(201)
    expect((await raw(message('x'), { 'Content-Type': 'application/json; charset=iso-8859-1' })).status).toBe(415)
    expect((await raw(message('x'), { 'Content-Type': 'text/plain' })).status).toBe(415)
    expect((await raw(message('x'), { 'Content-Encoding': 'compress' })).status).toBe(415)
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await raw('text=x', form)).status).toBe(415)
  })

  it.each([
    'null',
    '5',
    '"text"',
    '[]',
    '[{}]',
    '',
    '{"a":1}}',
    '{text:1}',
    `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    '{"a":'.repeat(9_000),
  ])('S133 a body of %.20s is a 400', async (body) => {
    expect((await raw(body)).status).toBe(400)
  })

  it.each([
    ['two values under one key', '{"number":1,"number":2}'],
    ['a number beyond the exact', '{"number":9007199254740993}'],
    ['the first number beyond the exact', '{"number":9007199254740992}'],
    ['the first below it', '{"number":-9007199254740992}'],
    ['a number that is written as it is read, and is another', '{"number":12345678901234567000}'],
    ['a number with an exponent', '{"number":1e+21}'],
    ['a number beyond all', '{"number":1e400}'],
    ['minus zero', '{"number":-0}'],
    ['a fraction too fine', '{"number":1.00000000000000000001}'],
  ])('S135 %s is no number to have', async (_what, body) => {
    expect(await raw(body, {}, `/v1/chats/${chatId}/read`)).toMatchObject({ status: 400, body: { code: 'malformed_json' } })
  })

  it.each([
    ['a fraction', '{"number":1.5}'],
    ['a negative', '{"number":-1}'],
    ['a text', '{"number":"1"}'],
    ['a boolean', '{"number":true}'],
    ['an operator object', '{"number":{"gt":0}}'],
    ['nothing', '{}'],
  ])('S135 %s where a number belongs is a 400', async (_what, body) => {
    expect((await raw(body, {}, `/v1/chats/${chatId}/read`)).status).toBe(400)
  })

  it('S135 __proto__ is a field like any other: not known', async () => {
    expect((await raw(`{"__proto__":{"text":"hidden"},"clientId":"${randomUUID()}"}`)).status).toBe(400)
  })

  it.each([
    '1',
    '1.5',
    '0x10',
    '1e3',
    '%201',
    '2147483648',
    'null',
    'undefined',
    '00000000-0000-0000-0000-00000000000g',
    '..%2f..',
    '%ff',
    '%',
  ])('S136 the id %s is a 400 or 404, and no other row', async (id) => {
    for (const to of [`/v1/chats/${id}`, `/v1/chats/${chatId}/messages/${id}`, `/v1/users/${id}`]) {
      expect([to, [400, 404].includes((await ada.call('GET', to)).status)]).toEqual([to, true])
    }
  })

  it.each(['0', '-5', '1000000000', 'NaN', '1&limit=2', '1.5', '', '101', '0x10', '%201'])('S137 limit=%s is a 400', async (limit) => {
    for (const to of ['/v1/chats', path, '/v1/rooms', '/v1/users']) {
      expect([to, (await ada.call('GET', `${to}?limit=${limit}`)).status]).toEqual([to, 400])
    }
  })

  it('S137 a cursor that is not ours, and a query there is not, are a 400', async () => {
    for (const query of ['cursor=abc', 'cursor=%00', `cursor=${'A'.repeat(400)}`, 'page=2']) {
      expect([query, (await ada.call('GET', `/v1/chats?${query}`)).status]).toEqual([query, 400])
    }
  })

  it('S96 sync: an id of nobody is removed, a seq above the head is reset, and what is no seq is a 400', async () => {
    const stranger = randomUUID()
    const answer = await ada.expect(200, 'POST', '/v1/sync', {
      chats: [
        { id: stranger, seq: 3 },
        { id: chatId, seq: 2 ** 53 - 1 },
      ],
    })
    expect(answer.removed).toEqual([stranger])
    expect(answer.chats[0]).toMatchObject({ reset: true, chat: { id: chatId } })
    for (const seq of ['-1', '9007199254740993', '"1"', 'null', '1.5']) {
      expect([seq, (await raw(`{"chats":[{"id":"${chatId}","seq":${seq}}]}`, {}, '/v1/sync')).status]).toEqual([seq, 400])
    }
  })

  it('S142 S143 SQL and wildcards in every field are only text', async () => {
    const hostile = "'; DROP TABLE messages; -- %_\\"
    expect((await ada.send(chatId, hostile)).text).toBe(hostile)
    const room = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: hostile, visibility: 'public' })
    const rooms = await ada.expect(200, 'GET', `/v1/rooms?query=${encodeURIComponent(hostile)}`)
    expect(rooms.items.map((chat: { id: string }) => chat.id)).toEqual([room.id])
    for (const query of ['%25', '_', '%5C', "' OR 1=1 --"]) {
      expect([query, (await ada.expect(200, 'GET', `/v1/users?query=${query}`)).items]).toEqual([query, []])
    }
  })

  it.each(['null', '5', '[]', '"x"', '{"a":1}'])('S150 a body of %s where none is taken is a 400 that says so', async (body) => {
    const { status, body: problem } = await call(app.url, 'DELETE', `/v1/auth/sessions/${randomUUID()}`, { token: ada.token, body })
    expect([status, problem.code, problem.errors]).toEqual([400, 'validation_failed', [{ path: '', message: 'takes no body' }]])
  })

  it('S150 a query where none is taken is a 400 that names what it is', async () => {
    const { status, body: problem } = await ada.call('GET', '/v1/me?fields=email')
    expect([status, problem.errors]).toEqual([400, [{ path: 'fields', message: 'is not a known field' }]])
  })

  it('S81 other methods are a 405 that says which there are, TRACE included', async () => {
    const answer = await ada.call('PUT', '/v1/chats', {})
    expect([answer.status, answer.headers.get('Allow'), answer.body.code]).toEqual([405, 'GET, POST', 'method_not_allowed'])
    expect((await ada.call('DELETE', `/v1/chats/${chatId}/messages`)).status).toBe(405)
    expect((await ada.call('GET', '/v1/nothing')).status).toBe(404)
  })

  it('S80 every answer carries the headers that keep a browser in its bounds', async () => {
    for (const [method, to] of [
      ['GET', '/v1/chats'],
      ['GET', '/v1/nothing'],
      ['POST', '/v1/auth/login'],
      ['GET', '/healthz'],
    ] as const) {
      const { headers } = await ada.call(method, to)
      expect([to, headers.get('X-Content-Type-Options'), headers.get('X-Powered-By')]).toEqual([to, 'nosniff', null])
      expect(headers.get('Content-Security-Policy')).toMatch(/object-src 'none'.*frame-ancestors 'none'/)
      if (to.startsWith('/v1')) expect([to, headers.get('Cache-Control')]).toEqual([to, 'no-store'])
    }
  })

  it('a node says that it lives and that it is ready', async () => {
    expect(await call(app.url, 'GET', '/healthz')).toMatchObject({ status: 200 })
    expect(await call(app.url, 'GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } })
  })
})
