import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { WebSocket } from 'ws'
import { problems } from '../../../src/adapters/http/problem.js'
import { statuses } from '../../../src/adapters/websocket/upgrade-refusal.js'
import { origin, startGateway, type TestGateway } from '../../support/gateway.js'
import { RawWebSocket, upgradeText } from '../../support/raw-websocket.js'
import { until } from '../../support/until.js'

const connections = ({ server }: TestGateway) => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)))

describe('an upgrade', () => {
  let gateway: TestGateway

  beforeEach(async () => {
    gateway = await startGateway()
  })

  afterEach(() => gateway.close())

  const request = (headers: Record<string, string>, line: { method?: string; path?: string } = {}) =>
    RawWebSocket.request(gateway.port, upgradeText(headers, line))

  const good = { Authorization: 'Bearer good' }

  it.each(Object.entries(statuses))('ER3 is refused for %s with the status that every other answer has: %i', (code, status) => {
    expect(problems[code as keyof typeof statuses].status).toBe(status)
  })

  const refusals: readonly [string, Record<string, string>, { method?: string; path?: string }, number, string][] = [
    ['S86 no token', {}, {}, 401, 'unauthenticated'],
    ['S86 a bad token', { Authorization: 'Bearer bad' }, {}, 401, 'unauthenticated'],
    ['S86 an expired token', { Authorization: 'Bearer expired' }, {}, 401, 'token_expired'],
    ['S86 another scheme', { Authorization: 'Basic Z29vZDpnb29k' }, {}, 401, 'unauthenticated'],
    ['S86 an empty token', { Authorization: 'Bearer ' }, {}, 401, 'unauthenticated'],
    ['S86 a bad token among the protocols', { 'Sec-WebSocket-Protocol': 'parley.v1, bearer.bad' }, {}, 401, 'unauthenticated'],
    ['S86 two tokens', { ...good, 'Sec-WebSocket-Protocol': 'parley.v1, bearer.good' }, {}, 401, 'unauthenticated'],
    ['a token among the protocols without ours', { 'Sec-WebSocket-Protocol': 'bearer.good' }, {}, 400, 'validation_failed'],
    ['S88 a token in the URL', good, { path: '/v1/ws?access_token=good' }, 401, 'unauthenticated'],
    ['S88 a token in the URL by another name', good, { path: '/v1/ws?x=1&token=good' }, 401, 'unauthenticated'],
    ['S85 a foreign origin', { ...good, Origin: 'https://evil.example' }, {}, 403, 'forbidden'],
    ['S85 an opaque origin', { ...good, Origin: 'null' }, {}, 403, 'forbidden'],
    ['S85 an origin that begins like ours', { ...good, Origin: `${origin}.evil.example` }, {}, 403, 'forbidden'],
    ['S85 our origin by another scheme', { ...good, Origin: 'http://chat.example.com' }, {}, 403, 'forbidden'],
    ['S85 our origin by another port', { ...good, Origin: `${origin}:8443` }, {}, 403, 'forbidden'],
    ['S89 another method', good, { method: 'POST' }, 405, 'method_not_allowed'],
    ['S89 another protocol', { ...good, Upgrade: 'h2c' }, {}, 426, 'upgrade_required'],
    ['S89 another version', { ...good, 'Sec-WebSocket-Version': '8' }, {}, 426, 'upgrade_required'],
    ['S89 no version', { ...good, 'Sec-WebSocket-Version': '' }, {}, 426, 'upgrade_required'],
    ['S89 a bad key', { ...good, 'Sec-WebSocket-Key': 'short' }, {}, 400, 'validation_failed'],
    ['S89 no key', { ...good, 'Sec-WebSocket-Key': '' }, {}, 400, 'validation_failed'],
    ['S89 another path', good, { path: '/v1/wss' }, 404, 'not_found'],
    ['S89 a path that only ends like ours', good, { path: '//evil/v1/ws' }, 404, 'not_found'],
    ['a database that is away', { Authorization: 'Bearer away' }, {}, 503, 'unavailable'],
    ['a fault of ours', { Authorization: 'Bearer broken' }, {}, 500, 'internal'],
  ]

  it.each(refusals)('%s is refused before there is a socket', async (_, headers, line, status, code) => {
    const refused = await request({ ...headers, 'X-Request-Id': 'r-1' }, line)
    await until('the connection was closed', () => refused.ended)
    expect(refused.status).toBe(status)
    expect(refused.header('Content-Type')).toMatch(/^application\/problem\+json/)
    expect(JSON.parse(refused.body)).toEqual({
      type: `urn:parley:problem:${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
      requestId: 'r-1',
    })
    expect(refused.header('X-Request-Id')).toBe('r-1')
    expect(refused.body).not.toContain('secret')
    expect(gateway.hub.sockets).toEqual([])
  })

  it('S86 without a token is challenged for one, with a bad one told so', async () => {
    expect((await request({})).header('WWW-Authenticate')).toBe('Bearer')
    expect((await request({ Authorization: 'Bearer bad' })).header('WWW-Authenticate')).toBe('Bearer error="invalid_token"')
    expect((await request({ Authorization: 'Bearer away' })).header('Retry-After')).toBe('1')
    expect((await request({ ...good, 'Sec-WebSocket-Version': '12' })).header('Sec-WebSocket-Version')).toBe('13')
  })

  it('takes the token from the header, and then needs no protocol', async () => {
    const raw = await request(good)
    expect(raw.status).toBe(101)
    expect(raw.header('Sec-WebSocket-Protocol')).toBeUndefined()
    await until('it is ready', () => raw.texts.length > 0)
    expect(raw.texts).toEqual(['{"type":"ready"}'])
  })

  it('takes the token from among the protocols of a browser, and never repeats it', async () => {
    const socket = new WebSocket(gateway.url, ['parley.v1', 'bearer.good'], { origin })
    const message = new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())))
    expect(await message).toBe('{"type":"ready"}')
    expect(socket.protocol).toBe('parley.v1')
    socket.terminate()
  })

  it('S109 declines compression', async () => {
    const raw = await request({ ...good, 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' })
    expect(raw.status).toBe(101)
    expect(raw.header('Sec-WebSocket-Extensions')).toBeUndefined()
  })

  it('leaves plain requests and the upgrades of others alone', async () => {
    const answer = await fetch(gateway.url.replace('ws', 'http').replace('/v1/ws', '/else'))
    expect(await answer.text()).toBe('plain')
    gateway.server.on('upgrade', (incoming, stream) => {
      if (incoming.url === '/theirs') setTimeout(() => stream.end('HTTP/1.1 299 Theirs\r\n\r\n'), 20)
    })
    expect((await request(good, { path: '/theirs' })).status).toBe(299)
    expect((await request(good)).status).toBe(101)
  })

  it('that breaks off while its token is looked at leaves nothing behind', async () => {
    const client = connect(gateway.port, '127.0.0.1')
    client.write(upgradeText({ Authorization: 'Bearer late' }))
    await until('the token is looked at', () => gateway.tokens.waiting === 1)
    client.resetAndDestroy()
    await until('the server noticed', () => connections(gateway).then((count) => count === 0))
    gateway.tokens.letThrough()
    const later = await request(good)
    expect(later.status).toBe(101)
    expect(gateway.hub.sockets.length).toBe(1)
  })

  it('is refused by a node that is going away', async () => {
    await gateway.gateway.drain(0)
    const refused = await request(good)
    expect(refused.status).toBe(503)
    expect(refused.header('Retry-After')).toBe('1')
  })
})

describe('a refusal that is our own fault', () => {
  it('is told with its cause and the id of its request, and no other one is', async () => {
    const faults: unknown[] = []
    const gateway = await startGateway({ onFault: (error, request) => faults.push([error, request]) })
    for (const token of ['bad', 'away', 'broken'])
      await RawWebSocket.request(gateway.port, upgradeText({ Authorization: `Bearer ${token}`, 'X-Request-Id': `of-${token}` }))
    expect(faults).toEqual([[new Error('secret detail'), { requestId: 'of-broken' }]])
    await gateway.close()
  })
})

describe('the number of sockets', () => {
  const open = (gateway: TestGateway, from: string) => RawWebSocket.open(gateway.port, { 'X-From': from })
  const startCapped = (all: number, perAddress: number) =>
    startGateway({ caps: { all, perAddress, addressOf: ({ headers }) => String(headers['x-from']) } })

  it('S93 is bounded for each address, and what has closed counts no more', async () => {
    const gateway = await startCapped(100, 2)
    const [first, second] = [await open(gateway, 'here'), await open(gateway, 'here')]
    expect([first.status, second.status, (await open(gateway, 'there')).status]).toEqual([101, 101, 101])
    const third = await open(gateway, 'here')
    expect([third.status, third.header('Retry-After')]).toEqual([429, '60'])
    first.destroy()
    await until('one is gone', () => gateway.hub.gone.length === 1)
    await until('there is room again', async () => (await open(gateway, 'here')).status === 101)
    for (let times = 0; times < 20; times += 1) await RawWebSocket.request(gateway.port, upgradeText({ 'X-From': 'a stranger' }))
    await until('what was refused does not count', async () => (await open(gateway, 'a stranger')).status === 101)
    await gateway.close()
  })

  it('S93 is bounded for the node, those that are being opened included', async () => {
    const gateway = await startCapped(2, 100)
    const late = RawWebSocket.request(gateway.port, upgradeText({ Authorization: 'Bearer late', 'X-From': 'a' }))
    await until('it is being opened', () => gateway.tokens.waiting === 1)
    expect((await open(gateway, 'b')).status).toBe(101)
    expect((await open(gateway, 'c')).status).toBe(503)
    gateway.tokens.letThrough()
    expect((await late).status).toBe(101)
    await gateway.close()
  })
})
