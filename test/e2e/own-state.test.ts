import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('what follows the user, over two nodes', () => {
  let app: TestApp
  let ada: Person
  let bob: Person
  let eve: Person

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    ;[ada, bob, eve] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob'), Person.signUp(app.url, 'eve')])
  }, 60_000)
  afterAll(() => app.close())

  const meOf = async (person: Person, id: string) => (await person.expect(200, 'GET', `/v1/chats/${id}`)).me
  const receipts = (person: Person, ...marks: readonly (readonly [string, number])[]) =>
    person.call('POST', '/v1/receipts', { chats: marks.map(([id, deliveredNumber]) => ({ id, deliveredNumber })) })

  it('ME1 LI8 preferences are changed one by one, and the other devices see it', async () => {
    const chat = await ada.createGroup('Mine', bob)
    const [devices, others] = [[await ada.connect(), await ada.connect()], await bob.connect()]
    const me = await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/me`, { muted: true, notify: 'mentions' })
    expect(me).toEqual({ ...chat.me, muted: true, notify: 'mentions', seq: chat.me.seq + 1 })
    for (const socket of devices) {
      const { data } = await socket.next('me.updated', (frame) => frame.data.me.muted)
      expect(data).toMatchObject({ chatId: chat.id, me, unread: 0 })
    }
    expect(await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/me`, { pinned: true, muted: true })).toMatchObject({
      muted: true,
      pinned: true,
    })
    expect(await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/me`, {})).toEqual(await meOf(ada, chat.id))
    await ada.send(chat.id, 'after it')
    await others.next('message.created', (frame) => frame.data.message.text === 'after it')
    expect(others.frames.filter(({ type, data }) => type === 'me.updated' && data.chatId === chat.id)).toEqual([])
    const { mine } = await ada.expect(200, 'POST', '/v1/sync', { chats: [], mine: chat.me.seq })
    expect(mine.chats.find((one: Json) => one.chatId === chat.id).me).toEqual(await meOf(ada, chat.id))
  })

  it('ME2 a private chat is archived too, and stays so when a message comes', async () => {
    const chat = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: bob.id })
    expect(await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/me`, { archived: true })).toMatchObject({ archived: true })
    await bob.send(chat.id, 'are you there?')
    expect([(await meOf(ada, chat.id)).archived, (await meOf(bob, chat.id)).archived]).toEqual([true, false])
  })

  it('ME3 a chat marked unread is so until it is read', async () => {
    const chat = await ada.createGroup('Again', bob)
    await bob.send(chat.id, 'one')
    await ada.expect(204, 'POST', `/v1/chats/${chat.id}/read`, { number: 1 })
    expect(await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/me`, { markedUnread: true })).toMatchObject({ markedUnread: true })
    await ada.expect(204, 'POST', `/v1/chats/${chat.id}/read`, { number: 1 })
    expect((await meOf(ada, chat.id)).markedUnread).toBe(false)
  })

  it('ME1 S62 refuses what is no preference of theirs, and strangers', async () => {
    const chat = await ada.createGroup('Strict', bob)
    for (const body of [{ role: 'owner' }, { readNumber: 5 }, { muted: 'yes' }, { notify: 'some' }, { pinned: null }])
      expect([body, (await bob.call('PATCH', `/v1/chats/${chat.id}/me`, body)).status]).toEqual([body, 400])
    for (const id of [chat.id, randomUUID()])
      for (const body of [{ muted: true }, { nonsense: true }])
        expect((await eve.call('PATCH', `/v1/chats/${id}/me`, body)).status).toBe(404)
  })

  it('RE4 S118 delivered marks move up in many chats at once, to the head and never back; the others and the own devices hear of it', async () => {
    const [one, two] = [await ada.createGroup('One', bob), await ada.expect(200, 'POST', '/v1/chats', { type: 'private', userId: bob.id })]
    for (const text of ['a', 'b', 'c']) for (const { id } of [one, two]) await ada.send(id, text)
    const [device, others] = [await bob.connect(), await ada.connect()]
    const head = (await ada.expect(200, 'GET', `/v1/chats/${two.id}`)).messageCount
    expect((await receipts(bob, [one.id, 2], [two.id, Number.MAX_SAFE_INTEGER])).status).toBe(204)
    for (const [id, deliveredNumber] of [
      [one.id, 2],
      [two.id, head],
    ]) {
      expect((await others.next('receipt', (frame) => frame.chatId === id)).data).toEqual({ userId: bob.id, deliveredNumber })
      expect((await device.next('me.updated', (frame) => frame.data.chatId === id)).data.me).toEqual(await meOf(bob, id))
    }
    expect(await meOf(bob, one.id)).toMatchObject({ deliveredNumber: 2, readNumber: 0 })
    expect((await receipts(bob, [one.id, 1])).status).toBe(204)
    expect((await meOf(bob, one.id)).deliveredNumber).toBe(2)
    await bob.expect(204, 'POST', `/v1/chats/${one.id}/read`, { number: 3 })
    expect(await meOf(bob, one.id)).toMatchObject({ deliveredNumber: 3, readNumber: 3 })
    expect((await ada.expect(200, 'GET', `/v1/chats/${one.id}`)).members.find((member: Json) => member.userId === bob.id)).toMatchObject({
      deliveredNumber: 3,
    })
    expect((await meOf(ada, one.id)).deliveredNumber).toBe(3)
  })

  it('RE4 S118 S113 nothing is stored where one of the chats is not theirs; nobody marks for another', async () => {
    const [mine, theirs] = [await eve.createGroup('Mine', ada), await ada.createGroup('Theirs', bob)]
    for (const { id } of [mine, theirs]) await ada.send(id, 'hello')
    for (const id of [theirs.id, randomUUID()]) expect((await receipts(eve, [mine.id, 1], [id, 1])).status).toBe(404)
    expect((await meOf(eve, mine.id)).deliveredNumber).toBe(0)
    const mark = { id: mine.id, deliveredNumber: 1 }
    for (const chats of [
      [{ ...mark, userId: ada.id }],
      [{ ...mark, deliveredNumber: -1 }],
      [{ id: mine.id }],
      Array.from({ length: 101 }, () => mark),
    ])
      expect((await eve.call('POST', '/v1/receipts', { chats })).status).toBe(400)
    expect((await receipts(eve)).status).toBe(204)
    expect((await receipts(eve, ...Array.from({ length: 100 }, () => [mine.id, 1] as const))).status).toBe(204)
    expect((await meOf(eve, mine.id)).deliveredNumber).toBe(1)
  })

  it('RE5 in a chat of more than 50 nobody hears how far the others are', async () => {
    const handles = Array.from({ length: 50 }, () => `seeded_${randomUUID().slice(0, 8)}`)
    const seeded = await app.query(
      'INSERT INTO users (id, handle, display_name, created_at) SELECT gen_random_uuid(), h, h, now() FROM unnest($1::text[]) h RETURNING id',
      [handles],
    )
    const memberIds = [bob.id, ...seeded.map(({ id }) => id)]
    const chat = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Large', memberIds })
    await ada.send(chat.id, 'hello')
    const [device, others] = [await bob.connect(), await ada.connect()]
    expect((await receipts(bob, [chat.id, 1])).status).toBe(204)
    await bob.expect(204, 'POST', `/v1/chats/${chat.id}/read`, { number: 1 })
    await device.next('me.updated', (frame) => frame.data.chatId === chat.id && frame.data.me.readNumber === 1)
    await bob.send(chat.id, 'after it')
    await others.next('message.created', (frame) => frame.data.message.text === 'after it')
    expect([...others.of('receipt'), ...others.of('read')].filter((frame) => frame.chatId === chat.id)).toEqual([])
  })
})
