import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { WebSocket } from 'ws'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres')('the WebSocket of the whole program', () => {
  let app: TestApp
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    app = await startTestApp({ settings: { ALLOWED_ORIGINS: 'https://chat.example.com' } })
    ;[ada, bob] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
  }, 60_000)
  afterAll(() => app.close())

  /** The status with which an upgrade is answered. */
  const upgrade = (path: string, headers: Record<string, string> = {}, protocols: string[] = []) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(app.url.replace('http', 'ws') + path, protocols, { headers })
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0)
        socket.terminate()
      })
      socket.on('open', () => {
        resolve(101)
        socket.terminate()
      })
      socket.on('error', () => undefined)
    })
  const bearer = () => ({ Authorization: `Bearer ${ada.token}` })

  it('WS1 S85 S86 S88 tokens and origins are judged before there is a socket', async () => {
    expect(await upgrade('/v1/ws')).toBe(401)
    expect(await upgrade('/v1/ws', { Authorization: 'Bearer nonsense' })).toBe(401)
    expect(await upgrade('/v1/ws', bearer())).toBe(101)
    expect(await upgrade('/v1/ws', {}, ['parley.v1', `bearer.${ada.token}`])).toBe(101)
    expect([400, 401]).toContain(await upgrade(`/v1/ws?access_token=${ada.token}`))
    expect(await upgrade('/v1/other', bearer())).toBe(404)
    for (const Origin of ['https://evil.example.com', 'null', 'https://chat.example.com.evil.com', 'http://chat.example.com'])
      expect([Origin, await upgrade('/v1/ws', { ...bearer(), Origin })]).toEqual([Origin, 403])
    expect(await upgrade('/v1/ws', { ...bearer(), Origin: 'https://chat.example.com' })).toBe(101)
    expect((await ada.call('GET', '/v1/ws')).status).toBe(426)
  })

  it('a request that asks for another protocol, as curl --http2 does, is told to ask without it, also behind one that is under way', async () => {
    const { port, hostname } = new URL(app.url)
    const ask = (before: string) => {
      const socket = connect(Number(port), hostname)
      const head = ['GET /v1/me HTTP/1.1', `Host: ${hostname}:${port}`, 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', '', '']
      socket.write(before + head.join('\r\n'))
      return text(socket)
    }
    const answer = await ask('')
    expect(answer).toMatch(/^HTTP\/1.1 400 /)
    expect(answer).toContain('ask without the Upgrade header')
    await ask(`GET /v1/me HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`)
    expect((await ada.call('GET', '/v1/me')).status).toBe(200)
  })

  it('WS2 the first frame is ready, and says what the contract says', async () => {
    const socket = await ada.connect({ subscribed: false })
    expect(socket.frames[0]).toEqual({
      type: 'ready',
      data: {
        connectionId: expect.any(String),
        userId: ada.id,
        heartbeatSeconds: expect.any(Number),
        serverTime: expect.stringMatching(/Z$/),
      },
    })
    expect(socket.ws.protocol).toBe('parley.v1')
    socket.close()
  })

  it('WS3 S97 S107 a data frame from the client closes the socket with 1008, and nothing is stored', async () => {
    const chat = await ada.createGroup('Delivery only', bob)
    for (const data of [JSON.stringify({ type: 'message.send', chatId: chat.id, text: 'hi' }), Buffer.from([1, 2, 3]), '']) {
      const socket = await ada.connect()
      socket.ws.send(data)
      expect((await socket.end()).code).toBe(1008)
    }
    expect((await ada.expect(200, 'GET', `/v1/chats/${chat.id}`)).messageCount).toBe(0)
  })

  it('LI1 a socket starts with no chats, and GET /v1/chats or sync subscribes all of the caller’s sockets', async () => {
    const chat = await ada.createGroup('Quiet', bob)
    const [first, second] = [await bob.connect({ subscribed: false }), await bob.connect({ subscribed: false })]
    await ada.send(chat.id, 'unheard')
    await bob.expect(200, 'GET', '/v1/chats')
    await ada.send(chat.id, 'heard')
    for (const socket of [first, second]) {
      await socket.next('message.created', (frame) => frame.data.message.text === 'heard')
      expect(socket.of('message.created').map((frame) => frame.data.message.text)).not.toContain('unheard')
      socket.close()
    }
  })

  it('LI1 nothing falls between the answer of a sync and the subscription, however much is being sent', async () => {
    const chat = await ada.createGroup('Busy', bob)
    let sending = true
    const sender = (async () => {
      for (let at = 0; sending || at < 50; at += 1) await ada.send(chat.id, `message ${at}`)
    })()
    const round = async () => {
      const socket = await bob.connect({ subscribed: false })
      const { chats } = await bob.expect(200, 'POST', '/v1/sync', { chats: [] })
      const answered = chats.find((one: Json) => one.chat.id === chat.id).seq
      await until('ten more came', () => socket.of('message.created').filter((frame) => frame.seq > answered).length >= 10)
      const seqs = socket.frames.filter((frame) => frame.chatId === chat.id && frame.seq > answered).map((frame) => frame.seq)
      // A `resync` may come beside them, from a node that was slow to open the room.
      expect(seqs).toEqual(seqs.map((_, at) => answered + 1 + at))
      socket.close()
    }
    try {
      for (let nth = 0; nth < 10; nth += 1) await round()
    } finally {
      sending = false
      await sender
    }
  }, 60_000)

  it('LI2 100 senders at once: every socket has every seq, once and in order', async () => {
    const chat = await ada.createGroup('Crowd', bob)
    const sockets = await Promise.all([ada.connect(), bob.connect(), bob.connect()])
    await Promise.all(Array.from({ length: 300 }, (_, at) => (at % 2 ? ada : bob).send(chat.id, `message ${at}`)))
    for (const socket of sockets) {
      await until('all came', () => socket.of('message.created').length === 300)
      const seqs = socket.frames.filter((frame) => frame.chatId === chat.id && frame.seq).map((frame) => frame.seq)
      expect(seqs).toEqual(Array.from({ length: 300 }, (_, at) => chat.seq + 1 + at))
      expect(socket.of('message.created').map((frame) => frame.data.message.number)).toEqual(Array.from({ length: 300 }, (_, at) => at + 1))
      socket.close()
    }
  }, 30_000)

  it('WS4 S92 logging out ends that session’s sockets with 4401, and no others', async () => {
    const other = await Person.signUp(app.url, 'other')
    const staying = await other.connect()
    await other.logIn()
    const leaving = await other.connect()
    await other.expect(204, 'POST', '/v1/auth/logout')
    expect((await leaving.end(1_500)).code).toBe(4401)
    expect((await other.call('GET', '/v1/me')).status).toBe(401)
    expect(staying.closed).toBeNull()
    staying.close()
  })

  it('WS5 S93 one socket more than a user may hold closes the oldest with 4409', async () => {
    const person = await Person.signUp(app.url, 'many')
    const sockets = []
    for (let at = 0; at < 11; at += 1) sockets.push(await person.connect({ subscribed: false }))
    expect((await sockets[0]?.end())?.code).toBe(4409)
    expect(sockets.slice(1).every((socket) => socket.closed === null)).toBe(true)
    for (const socket of sockets) socket.close()
  })

  it('LI3 RE3 a change that is not for a newcomer to see comes to them as skipped', async () => {
    // Nothing in this slice changes an old message, so the gateway's own tests show the frame; here: a newcomer misses no seq.
    const room = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: `R ${randomUUID()}`, visibility: 'public' })
    await ada.expect(200, 'PATCH', `/v1/chats/${room.id}`, { history: 'since_joining' })
    await ada.send(room.id, 'before')
    const socket = await bob.connect()
    const joined = await bob.expect(200, 'POST', `/v1/chats/${room.id}/join`)
    await ada.send(room.id, 'after')
    await ada.expect(200, 'PATCH', `/v1/chats/${room.id}`, { topic: 'News' })
    await socket.next('chat.updated', (frame) => frame.chatId === room.id)
    const seqs = socket.frames.filter((frame) => frame.chatId === room.id && frame.seq > joined.seq).map((frame) => frame.seq)
    expect(seqs).toEqual([joined.seq + 1, joined.seq + 2])
    socket.close()
  })
})

requires('postgres')('a node that is asked to stop', () => {
  it('WS6 F6 stops being ready, closes its sockets with 1001, and is gone', async () => {
    const app = await startTestApp()
    const ada = await Person.signUp(app.url, 'ada')
    const socket = await ada.connect()
    const closing = app.close()
    expect((await socket.end()).code).toBe(1001)
    await closing
    await expect(fetch(`${app.url}/healthz`)).rejects.toThrow()
  }, 30_000)
})
