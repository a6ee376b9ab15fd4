import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('two nodes on one database and one Redis', () => {
  let app: TestApp
  let second: RunningParley
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    app = await startTestApp({ redis: true, settings: { JWT_KEYS: 'test:0123456789abcdefghijklmnopqrstuvwxyz' } })
    second = await app.another()
    ;[ada, bob] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
  }, 60_000)
  afterAll(() => app.close())

  it('LI1 LI2 deliver to each other: subscribed on one, connected to the other, in order', async () => {
    const chat = await ada.createGroup('Across', bob)
    const there = await bob.connect({ url: second.url })
    const here = await ada.connect()
    await Promise.all(Array.from({ length: 100 }, (_, at) => (at % 2 ? ada : bob).send(chat.id, `message ${at}`)))
    for (const socket of [there, here]) {
      await until('all came', () => socket.of('message.created').length >= 100)
      expect(socket.of('message.created').map((frame) => frame.data.message.number)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1))
      expect(socket.of('resync')).toEqual([])
      socket.close()
    }
  })

  it('LI5 entering and leaving a chat take effect on the other node before the command answers', async () => {
    const socket = await bob.connect({ url: second.url })
    const chat = await ada.createGroup('Entering', bob)
    await ada.send(chat.id, 'welcome')
    await socket.next('chat.created', (frame) => frame.data.chat.id === chat.id)
    await socket.next('message.created', (frame) => frame.chatId === chat.id)
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/members/${bob.id}`)
    await ada.send(chat.id, 'behind his back')
    expect((await socket.next('chat.removed', (frame) => frame.chatId === chat.id)).data).toEqual({ reason: 'removed' })
    expect(JSON.stringify(socket.frames)).not.toContain('behind his back')
    socket.close()
  })

  it('S15 S29 a session that ends on one node is over on the other within a second, sockets and access tokens alike', async () => {
    const person = await Person.signUp(app.url, 'leaver')
    const socket = await person.connect({ url: second.url })
    const elsewhere = () => fetch(`${second.url}/v1/me`, { headers: { Authorization: `Bearer ${person.token}` } })
    expect((await elsewhere()).status).toBe(200)
    await person.expect(204, 'POST', '/v1/auth/logout')
    await until('the other node refuses the token', async () => (await elsewhere()).status === 401, 1_000)
    expect((await socket.end(1_000)).code).toBe(4401)
  })

  it('SE1 a retry on another node posts once', async () => {
    const chat = await ada.createGroup('Retry elsewhere', bob)
    const first = await ada.send(chat.id, 'once', '00000000-0000-4000-8000-0000000000aa')
    const response = await fetch(`${second.url}/v1/chats/${chat.id}/messages`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ada.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ clientId: '00000000-0000-4000-8000-0000000000aa', text: 'once' }),
    })
    expect([response.status, await response.json()]).toEqual([200, first])
  })

  it('/dev/mail of any node shows the held mail', async () => {
    const mails = await (await fetch(`${second.url}/dev/mail.json?to=${encodeURIComponent(ada.email)}`)).json()
    expect(mails).toHaveLength(1)
  })
})
