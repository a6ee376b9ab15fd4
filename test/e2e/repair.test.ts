import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp, testRedisUrl } from '../support/app.js'
import { call, Person, Socket } from '../support/client.js'
import { requires } from '../support/requires.js'
import { TcpProxy } from '../support/tcp-proxy.js'
import { until } from '../support/until.js'

const numbers = (socket: Socket, chatId: string): readonly number[] =>
  socket
    .of('message.created')
    .filter((frame) => frame.chatId === chatId)
    .map((frame) => frame.data.message.number)

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place + 1)

requires('postgres', 'redis')('two nodes, one of which Redis reaches by a link that breaks', () => {
  let app: TestApp
  let second: RunningParley
  let link: TcpProxy
  let database: Client
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    app = await startTestApp({ redis: true, settings: { JWT_KEYS: 'test:0123456789abcdefghijklmnopqrstuvwxyz' } })
    link = await TcpProxy.to(testRedisUrl)
    second = await app.another({ REDIS_URL: link.url })
    database = new Client({ connectionString: app.databaseUrl })
    await database.connect()
    ;[ada, bob] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
  }, 60_000)
  afterAll(async () => {
    await database.end()
    await app.close()
    await link.close()
  })

  /** What a node does that dies right after its commit: nobody announces the message. */
  async function appendUnheard(chatId: string, text: string): Promise<void> {
    const { rows } = await database.query(
      `SELECT outcome FROM append_messages(ARRAY[$1]::uuid[], ARRAY[$2]::uuid[], ARRAY[$3]::uuid[], ARRAY[$4]::uuid[], ARRAY['digest'],
        ARRAY[$5]::text[], ARRAY[NULL]::uuid[], ARRAY[now()]::timestamptz[], ARRAY[NULL]::jsonb[], true)`,
      [randomUUID(), chatId, ada.id, randomUUID(), text],
    )
    expect(rows[0]).toEqual({ outcome: 'created' })
  }

  /** Breaks what is left of the link, and waits until the node hears again. */
  async function mend(): Promise<void> {
    const isReady = async () => (await fetch(`${second.url}/readyz`)).status === 200
    link.shut()
    await until('the node has noticed', async () => !(await isReady()))
    link.heal()
    await until('the node hears again', isReady)
  }

  it('F1 LI4 a message that its node did not live to announce reaches live sockets on every node, in its place', async () => {
    const chat = await ada.createGroup('Unannounced', bob)
    const sockets = [await ada.connect(), await bob.connect({ url: second.url })]
    await ada.send(chat.id, 'one')
    await appendUnheard(chat.id, 'two')
    for (const socket of sockets) await until('the second came', () => numbers(socket, chat.id).length === 2, 3_000)
    await appendUnheard(chat.id, 'three')
    await ada.send(chat.id, 'four')
    for (const socket of sockets) {
      await until('all came', () => numbers(socket, chat.id).length === 4, 3_000)
      expect(numbers(socket, chat.id)).toEqual(upTo(4))
      // Hers may be told to: her own mark moved too, of which nobody told her.
      if (socket !== sockets[0]) expect(socket.of('resync')).toEqual([])
      const [, two] = socket.of('message.created').filter((frame) => frame.chatId === chat.id)
      expect(two.data.message).toMatchObject({ text: 'two', senderId: ada.id, number: 2, seq: two.seq })
      socket.close()
    }
  })

  it('F9 F13 a node whose Redis does not answer gets the others’ messages, and they get its', async () => {
    const chat = await ada.createGroup('Apart', bob)
    const sockets = [await ada.connect(), await bob.connect({ url: second.url })]
    link.silence()
    const body = { clientId: randomUUID(), text: 'from there' }
    const sent = await call(second.url, 'POST', `/v1/chats/${chat.id}/messages`, { token: bob.token, body })
    expect(sent.status).toBe(201)
    await ada.send(chat.id, 'from here')
    for (const socket of sockets) {
      await until('both came', () => numbers(socket, chat.id).length === 2, 4_000)
      expect([...numbers(socket, chat.id)]).toEqual([1, 2])
    }
    await mend()
    for (const socket of sockets) socket.close()
  })

  it('S29 F9 a session that ended unheard opens no socket where it was used a moment ago, and is over there once the node hears again', async () => {
    const person = await Person.signUp(app.url, 'leaver')
    const there = () => fetch(`${second.url}/v1/me`, { headers: { Authorization: `Bearer ${person.token}` } })
    const socket = await person.connect({ url: second.url })
    expect((await there()).status).toBe(200)
    link.shut()
    await person.expect(204, 'POST', '/v1/auth/logout')
    const late = new Socket(second.url, person.token)
    await late.end()
    expect(late.frames).toEqual([])
    await mend()
    await until('the token is refused', async () => (await there()).status === 401, 1_000)
    expect((await socket.end(1_000)).code).toBe(4401)
  })

  it('S120 LI9 somebody removed while the subscriptions were cut hears nothing more', async () => {
    const chat = await ada.createGroup('Removal', bob)
    const socket = await bob.connect({ url: second.url })
    await ada.send(chat.id, 'before')
    await socket.next('message.created', (frame) => frame.chatId === chat.id)
    socket.frames.length = 0
    link.shut()
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/members/${bob.id}`)
    await ada.send(chat.id, 'behind his back')
    await socket.next('resync', undefined, 4_000)
    const answer = await bob.expect(200, 'POST', '/v1/sync', { chats: [{ id: chat.id, seq: 1 }] })
    expect(answer.removed).toEqual([chat.id])
    await ada.send(chat.id, 'still behind his back')
    await mend()
    await ada.send(chat.id, 'and again')
    const own = await bob.createGroup('Own')
    await bob.send(own.id, 'the last')
    await socket.next('message.created', (frame) => frame.chatId === own.id, 4_000)
    expect(JSON.stringify(socket.frames)).not.toContain('behind his back')
    expect(socket.frames.filter((frame) => frame.chatId === chat.id)).toEqual([])
    socket.close()
  })
})
