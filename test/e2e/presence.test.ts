import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, Person, type Socket } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('presence and typing, on two nodes', () => {
  let app: TestApp
  let second: RunningParley
  let ada: Person
  let bob: Person
  let eve: Person

  beforeAll(async () => {
    app = await startTestApp({ redis: true, settings: { JWT_KEYS: 'test:0123456789abcdefghijklmnopqrstuvwxyz' } })
    second = await app.another()
    ;[ada, bob, eve] = (await Promise.all(['ada', 'bob', 'eve'].map((name) => Person.signUp(app.url, name)))) as [Person, Person, Person]
  }, 60_000)
  afterAll(() => app.close())

  const seen = async (viewer: Person, ...people: readonly Person[]): Promise<readonly Json[]> =>
    (await viewer.expect(200, 'GET', `/v1/presence?userIds=${people.map(({ id }) => id).join(',')}`)).items
  const statusOf = async (viewer: Person, person: Person) => (await seen(viewer, person))[0]?.status
  const told = (socket: Socket, of: Person) => socket.of('presence').flatMap(({ data }) => (data.userId === of.id ? data.status : []))
  const typeOn = (url: string, person: Person, chatId: string) => call(url, 'POST', `/v1/chats/${chatId}/typing`, { token: person.token })

  it('PR1 people of one group see who comes and goes, on whatever node', async () => {
    await ada.createGroup('Tea', bob)
    const his = await bob.connect({ url: second.url })
    await until('bob is there', async () => (await statusOf(ada, bob)) === 'online')
    const hers = await ada.connect()
    expect(await his.next('presence', ({ data }) => data.userId === ada.id)).toEqual({
      type: 'presence',
      data: { userId: ada.id, status: 'online', lastSeenAt: null },
    })
    expect(await seen(bob, ada)).toEqual([{ userId: ada.id, status: 'online', lastSeenAt: null }])
    hers.close()
    const again = await ada.connect({ url: second.url })
    again.close()
    await until('she is gone', () => told(his, ada).includes('offline'), 20_000)
    expect(told(his, ada)).toEqual(['online', 'offline'])
    his.close()
  }, 40_000)

  it('PR1 those who know each other are told what one is called now, on whatever node, once each, and so are the own sockets', async () => {
    await ada.createGroup('Cake', bob)
    await ada.createGroup('More cake', bob)
    const [hers, his, stranger] = await Promise.all([ada.connect(), bob.connect({ url: second.url }), eve.connect()])
    const user = await ada.expect(200, 'PATCH', '/v1/me', { displayName: 'Ada of the cakes' })
    for (const socket of [hers, his]) {
      const { data } = await socket.next('user.updated')
      expect(data.user).toMatchObject({ id: ada.id, displayName: 'Ada of the cakes', handle: user.handle })
    }
    await ada.expect(200, 'PATCH', '/v1/me', { displayName: 'Ada' })
    await until('the next one came', () => his.of('user.updated').length > 1)
    expect([his, stranger].map((socket) => socket.of('user.updated').length)).toEqual([2, 0])
    for (const socket of [hers, his, stranger]) socket.close()
  }, 40_000)

  it('PR2 S127 strangers see nothing, nor does who was written to and did not answer', async () => {
    const socket = await eve.connect()
    expect(await seen(ada, eve)).toEqual([])
    expect(await seen(ada, eve, ada)).toMatchObject([{ userId: ada.id }])
    const chat = await eve.expect(201, 'POST', '/v1/chats', { type: 'private', userId: ada.id })
    await eve.send(chat.id, 'Who are you?')
    expect(await seen(eve, ada)).toEqual([])
    expect(await seen(ada, eve)).toEqual([])
    await ada.send(chat.id, 'Ada')
    await until('they know each other', async () => (await seen(ada, eve)).length === 1)
    expect((await ada.call('GET', '/v1/presence?userIds=')).status).toBe(400)
    expect((await ada.call('GET', '/v1/presence')).status).toBe(400)
    const many = Array.from({ length: 101 }, () => randomUUID()).join(',')
    expect((await ada.call('GET', `/v1/presence?userIds=${many}`)).status).toBe(400)
    expect((await ada.expect(200, 'GET', `/v1/presence?userIds=${ada.id}&userIds=${eve.id}`)).items).toHaveLength(2)
    socket.close()
  }, 30_000)

  it('PR3 who hides is offline to others, who is away is away, and a last time is told with consent only', async () => {
    await ada.createGroup('Hide and seek', bob)
    const [his, hers] = [await bob.connect({ url: second.url }), await ada.connect()]
    await until('she is there', async () => (await statusOf(bob, ada)) === 'online')
    expect(await ada.expect(200, 'PATCH', '/v1/me/presence', { away: true })).toEqual({
      visibility: 'everyone',
      away: true,
      lastSeen: false,
    })
    await until('she is away', () => told(his, ada).at(-1) === 'away')
    await ada.expect(200, 'PATCH', '/v1/me/presence', { visibility: 'nobody' })
    await until('she hides', () => told(his, ada).at(-1) === 'offline')
    expect(await seen(bob, ada)).toEqual([{ userId: ada.id, status: 'offline', lastSeenAt: null }])
    await ada.expect(200, 'PATCH', '/v1/me/presence', { lastSeen: true })
    expect(await seen(bob, ada)).toMatchObject([{ status: 'offline', lastSeenAt: expect.stringMatching(/Z$/) }])
    await ada.expect(200, 'PATCH', '/v1/me/presence', { visibility: 'everyone', away: false, lastSeen: false })
    await until('she is back', () => told(his, ada).at(-1) === 'online')
    expect((await ada.call('PATCH', '/v1/me/presence', { status: 'online' })).status).toBe(400)
    for (const socket of [his, hers]) socket.close()
  }, 30_000)

  it('PR4 who writes is shown to be writing, at most once in 3 s on all nodes together, and to nobody outside', async () => {
    const chat = await ada.createGroup('Typing', bob)
    const [his, outside] = [await bob.connect({ url: second.url }), await eve.connect()]
    const begun = Date.now()
    for (const url of [app.url, second.url, app.url, second.url]) expect((await typeOn(url, ada, chat.id)).status).toBe(204)
    const { chatId, seq, data } = await his.next('typing')
    expect([chatId, seq, Object.keys(data).sort(), data.userId]).toEqual([chat.id, undefined, ['expiresAt', 'userId'], ada.id])
    expect(Date.parse(data.expiresAt)).toBeGreaterThan(begun)
    expect(Date.parse(data.expiresAt)).toBeLessThan(Date.now() + 10_000)
    expect((await typeOn(app.url, bob, chat.id)).status).toBe(204)
    await his.next('typing', (frame) => frame.data.userId === bob.id)
    expect(his.of('typing')).toHaveLength(2)
    for (const id of [chat.id, randomUUID()]) expect((await typeOn(app.url, eve, id)).body).toMatchObject({ code: 'not_found' })
    expect(outside.of('typing')).toEqual([])
    for (const socket of [his, outside]) socket.close()
  })

  it('S122 who is blocked is not shown who writes in a group that both are in, nor the other way', async () => {
    const [max, kim, lea] = await Promise.all(['max', 'kim', 'lea'].map((name) => Person.signUp(app.url, name)))
    if (!max || !kim || !lea) throw new Error('nobody')
    const chat = await max.createGroup('Apart', kim, lea)
    await max.expect(204, 'PUT', `/v1/users/${kim.id}/block`)
    const sockets = await Promise.all([max, kim, lea].map((person) => person.connect({ url: second.url })))
    for (const person of [max, kim]) expect((await typeOn(app.url, person, chat.id)).status).toBe(204)
    const [his, hers, third] = sockets
    for (const { id } of [max, kim]) await third?.next('typing', (frame) => frame.data.userId === id)
    await lea.send(chat.id, 'the end')
    for (const socket of sockets) await socket.next('message.created')
    const typists = [his, hers].map((socket) => socket?.of('typing').map((frame) => frame.data.userId))
    expect(typists).toEqual([[max.id], [kim.id]])
    for (const socket of sockets) socket.close()
  })

  it('S93 a user holds 10 sockets on all nodes together: the oldest gives way, on whatever node it is', async () => {
    const person = await Person.signUp(app.url, 'many')
    const sockets: Socket[] = []
    for (let at = 0; at < 12; at += 1) sockets.push(await person.connect({ url: at % 2 ? second.url : app.url, subscribed: false }))
    for (const socket of sockets.slice(0, 2)) expect((await socket.end()).code).toBe(4409)
    expect(sockets.slice(2).every(({ closed }) => closed === null)).toBe(true)
    for (const socket of sockets) socket.close()
  })
})
