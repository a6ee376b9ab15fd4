import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres')('messages over HTTP and WebSocket', () => {
  let app: TestApp
  let ada: Person
  let bob: Person
  let eve: Person

  beforeAll(async () => {
    app = await startTestApp()
    ;[ada, bob, eve] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob'), Person.signUp(app.url, 'eve')])
  }, 60_000)
  afterAll(() => app.close())

  it('OR1 OR2 LI1 LI2 a message goes from one REST call onto the other sockets, in order', async () => {
    const chat = await ada.createGroup('Chess', bob)
    const socket = await bob.connect()
    for (const text of ['one', 'two', 'three']) await ada.send(chat.id, text)

    await socket.next('message.created', (frame) => frame.data.message.text === 'three')
    const created = socket.of('message.created')
    expect(created.map((frame) => frame.data.message.number)).toEqual([1, 2, 3])
    expect(created.map((frame) => frame.seq)).toEqual([chat.seq + 1, chat.seq + 2, chat.seq + 3])
    expect(created.map((frame) => frame.chatId)).toEqual([chat.id, chat.id, chat.id])
    const { items } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)
    expect(items).toEqual(created.map((frame) => frame.data.message))
  })

  it('a message has every field of the contract', async () => {
    const chat = await ada.createGroup('Fields', bob)
    const first = await ada.send(chat.id, 'first')
    const clientId = randomUUID()
    const message = await ada.expect(201, 'POST', `/v1/chats/${chat.id}/messages`, { clientId, text: 'second', replyTo: first.id })

    expect(message).toEqual({
      id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7/),
      chatId: chat.id,
      number: 2,
      seq: chat.seq + 2,
      clientId,
      senderId: ada.id,
      text: 'second',
      replyTo: first.id,
      threadRoot: null,
      replyCount: 0,
      attachments: [],
      reactions: [],
      mentions: [],
      mentionsAll: false,
      previews: [],
      forwardedFrom: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      editedAt: null,
      deletedAt: null,
      pinnedAt: null,
    })
    expect(await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages/${message.id}`)).toEqual(message)
  })

  it('SE1 SE2 a repeated clientId posts once; with another body or chat it is refused', async () => {
    const chat = await ada.createGroup('Retries', bob)
    const other = await ada.createGroup('Other', bob)
    const socket = await bob.connect()
    const clientId = randomUUID()
    const path = `/v1/chats/${chat.id}/messages`
    const answers = await Promise.all(Array.from({ length: 20 }, () => ada.call('POST', path, { clientId, text: 'once' })))

    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(19)
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect((await ada.call('POST', path, { clientId, text: 'twice' })).status).toBe(409)
    expect((await ada.call('POST', `/v1/chats/${other.id}/messages`, { clientId, text: 'once' })).status).toBe(409)
    expect(await bob.send(chat.id, 'mine', clientId)).toMatchObject({ number: 2 })
    await socket.next('message.created', (frame) => frame.data.message.text === 'mine')
    expect(socket.of('message.created')).toHaveLength(2)
  })

  it('SE3 S113 S119 a chat one is not in, was never in, or that is not there: the same 404 for everything', async () => {
    const chat = await ada.createGroup('Secret', bob)
    const message = await ada.send(chat.id, 'for us')
    const clientId = randomUUID()
    await bob.send(chat.id, 'soon gone', clientId)
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/members/${bob.id}`)
    const requests: [string, string, unknown?][] = [
      ['GET', ''],
      ['PATCH', '', { title: 'Mine' }],
      ['DELETE', ''],
      ['POST', '/join'],
      ['POST', '/leave'],
      ['GET', '/members'],
      ['POST', '/members', { userId: eve.id }],
      ['PATCH', `/members/${ada.id}`, { role: 'member' }],
      ['DELETE', `/members/${ada.id}`],
      ['POST', '/messages', { clientId, text: 'soon gone' }],
      ['GET', '/messages'],
      ['GET', `/messages/${message.id}`],
      ['POST', '/read', { number: 1 }],
      ['PATCH', '/me', { muted: true }],
      ['POST', '/messages', { nonsense: true }],
      ['POST', '/read', '{'],
    ]
    const anonymous = ({ requestId: _requestId, ...problem }: Json) => problem
    for (const [method, path, body] of requests) {
      const seen = await Promise.all([
        eve.call(method, `/v1/chats/${chat.id}${path}`, body),
        bob.call(method, `/v1/chats/${chat.id}${path}`, body),
        eve.call(method, `/v1/chats/${randomUUID()}${path}`, body),
      ])
      expect([method, path, ...seen.map((answer) => answer.status)]).toEqual([method, path, 404, 404, 404])
      expect(anonymous(seen[0].body)).toEqual(anonymous(seen[2].body))
      expect(anonymous(seen[1].body)).toEqual(anonymous(seen[2].body))
    }
    expect((await ada.expect(200, 'GET', `/v1/chats/${chat.id}`)).messageCount).toBe(2)
  })

  it('S115 a reply to a message that one may not see, or of another chat, is a 404 and stores nothing', async () => {
    const theirs = await ada.createGroup('Theirs')
    const hidden = await ada.send(theirs.id, 'hidden')
    const chat = await eve.createGroup('Mine')
    await ada.expect(200, 'PATCH', `/v1/chats/${theirs.id}`, { history: 'since_joining', visibility: 'public' })
    await eve.expect(200, 'POST', `/v1/chats/${theirs.id}/join`)

    for (const [chatId, replyTo] of [
      [chat.id, hidden.id],
      [theirs.id, hidden.id],
      [chat.id, randomUUID()],
    ]) {
      const { status, body } = await eve.call('POST', `/v1/chats/${chatId}/messages`, { clientId: randomUUID(), text: 'what?', replyTo })
      expect(status).toBe(404)
      expect(JSON.stringify(body)).not.toContain('hidden')
    }
    expect((await eve.expect(200, 'GET', `/v1/chats/${chat.id}`)).messageCount).toBe(0)
  })

  it('SE4 S139 S141 text comes back exactly as sent, on every way', async () => {
    const chat = await ada.createGroup('Scripts', bob)
    const socket = await bob.connect()
    const texts = [
      'Grüße aus Köln — naïve café',
      '  leading, trailing and\tinner\n\nwhite space  ',
      '👨‍👩‍👧‍👦 👩🏽‍🚀 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
      'שלום עולם \u202e reversed \u202c مرحبا بالعالم',
      '你好，世界 こんにちは 안녕하세요 สวัสดีชาวโลก',
      'e\u0301 is not \u00e9',
      'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!',
      '\'; DROP TABLE messages; -- \\ " #{7*7} {{7*7}} <img src=x onerror=alert(1)>',
      '𝔘'.repeat(4_000),
      '\ufffd \u2028 \u0001 \u007f',
    ]
    for (const text of texts) expect((await ada.send(chat.id, text)).text).toBe(text)

    await socket.next('message.created', (frame) => frame.data.message.number === texts.length)
    expect(socket.of('message.created').map((frame) => frame.data.message.text)).toEqual(texts)
    const { items } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)
    expect(items.map((message: Json) => message.text)).toEqual(texts)
    expect((await bob.expect(200, 'GET', `/v1/chats/${chat.id}`)).lastMessage.text).toBe(texts.at(-1))
  })

  it('S139 S129 S130 text that shows nothing, is too long, or cannot be stored is refused by name', async () => {
    const chat = await ada.createGroup('Refusals')
    for (const text of ['', '   ', '\u200b\u200d\ufeff', '\u0301', 'x'.repeat(4_001), '𝔘'.repeat(4_001), 'a\0b', 'half \ud83d', '\udc00']) {
      const answer = await ada.call('POST', `/v1/chats/${chat.id}/messages`, { clientId: randomUUID(), text })
      expect([text.slice(0, 10), answer.status]).toEqual([text.slice(0, 10), 400])
      expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ path: 'text' }] })
    }
    expect((await ada.expect(200, 'GET', `/v1/chats/${chat.id}`)).messageCount).toBe(0)
  })

  it('pages go both ways over 250 messages, and around one of them', async () => {
    const chat = await ada.createGroup('Long', bob)
    await Promise.all(Array.from({ length: 250 }, (_, at) => ada.send(chat.id, `message ${at}`)))
    const page = async (query: string) => {
      const { items, ...more } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages?limit=100&${query}`)
      return [items[0]?.number, items.at(-1)?.number, items.length, more.hasMoreBefore, more.hasMoreAfter]
    }
    expect(await page('')).toEqual([151, 250, 100, true, false])
    expect(await page('before=151')).toEqual([51, 150, 100, true, true])
    expect(await page('before=51')).toEqual([1, 50, 50, false, true])
    expect(await page('after=200')).toEqual([201, 250, 50, true, false])
    expect(await page('after=0')).toEqual([1, 100, 100, false, true])
    const [first, last, length] = await page('around=120')
    expect(length).toBe(100)
    expect(first < 120 && last > 120).toBe(true)
    expect((await bob.call('GET', `/v1/chats/${chat.id}/messages?before=1&after=2`)).status).toBe(400)
  }, 30_000)

  it('RE1 RE2 SE5 unread and read marks: never back, never above the head, own messages are read', async () => {
    const chat = await ada.createGroup('Marks', bob)
    const adaSocket = await ada.connect()
    const bobSocket = await bob.connect()
    for (const text of ['one', 'two', 'three']) await ada.send(chat.id, text)
    const unreadOf = async (person: Person) => {
      const { unread, me } = await person.expect(200, 'GET', `/v1/chats/${chat.id}`)
      return [unread, me.readNumber]
    }
    expect(await unreadOf(ada)).toEqual([0, 3])
    expect(await unreadOf(bob)).toEqual([3, 0])

    const read = (number: number) => bob.expect(204, 'POST', `/v1/chats/${chat.id}/read`, { number })
    await read(2)
    expect(await unreadOf(bob)).toEqual([1, 2])
    await read(1)
    expect(await unreadOf(bob)).toEqual([1, 2])
    await read(900)
    expect(await unreadOf(bob)).toEqual([0, 3])
    await adaSocket.next('read', (frame) => frame.data.userId === bob.id && frame.data.number === 3)
    const mine = await bobSocket.next('me.updated', (frame) => frame.data.me.readNumber === 3)
    expect(mine.data).toMatchObject({ chatId: chat.id, unread: 0 })
    expect(adaSocket.of('me.updated').every((frame) => frame.data.me.role === 'owner')).toBe(true)
    await bob.send(chat.id, 'four')
    expect(await unreadOf(bob)).toEqual([0, 4])
    expect(await unreadOf(ada)).toEqual([1, 3])
  })
})
