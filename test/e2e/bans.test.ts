import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('bans, over two nodes', () => {
  let app: TestApp
  let ada: Person
  let bob: Person
  let eve: Person

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    ;[ada, bob, eve] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob'), Person.signUp(app.url, 'eve')])
  }, 60_000)
  afterAll(() => app.close())

  const ban = (actor: Person, chat: Json, target: Person | { id: string }, method = 'PUT') =>
    actor.call(method, `/v1/chats/${chat.id}/bans/${target.id}`).then(({ status }) => status)

  it('BN1 S120 somebody who is banned is out at once, and hears nothing more', async () => {
    const chat = await ada.createGroup('Order', bob, eve)
    const [own, others] = [await eve.connect(), await bob.connect()]
    expect(await ban(ada, chat, eve)).toBe(204)
    expect((await own.next('chat.removed', (frame) => frame.chatId === chat.id)).data).toEqual({ reason: 'removed' })
    await others.next('member.left', (frame) => frame.data.member.userId === eve.id)
    await ada.send(chat.id, 'without Eve')
    await others.next('message.created', (frame) => frame.data.message.text === 'without Eve')
    expect(own.frames.filter((frame) => frame.chatId === chat.id && frame.type !== 'chat.removed')).toEqual([])
    expect((await eve.call('GET', `/v1/chats/${chat.id}/messages`)).status).toBe(404)
  })

  it('BN2 somebody who is banned does not come in by any way, until the ban is lifted', async () => {
    const room = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Room', visibility: 'public' })
    const { code } = await ada.expect(201, 'POST', `/v1/chats/${room.id}/invites`, { maxUses: 1 })
    expect(await ban(ada, room, eve)).toBe(204)
    const ways = () =>
      Promise.all([
        eve.call('POST', `/v1/chats/${room.id}/join`),
        eve.call('POST', `/v1/invites/${code}/accept`),
        ada.call('POST', `/v1/chats/${room.id}/members`, { userId: eve.id }),
      ]).then((answers) => answers.map(({ status }) => status))
    expect(await ways()).toEqual([403, 403, 403])
    expect((await ada.expect(200, 'GET', `/v1/chats/${room.id}/invites`)).items[0].uses).toBe(0)
    expect((await ada.expect(200, 'GET', `/v1/chats/${room.id}`)).memberCount).toBe(1)
    expect([await ban(ada, room, eve, 'DELETE'), await ban(ada, room, eve, 'DELETE')]).toEqual([204, 204])
    await eve.expect(200, 'POST', `/v1/invites/${code}/accept`)
  })

  it('BN2 nobody is both in a group and banned from it, whatever races', async () => {
    for (let round = 0; round < 5; round += 1) {
      const room = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Race', visibility: 'public' })
      await Promise.all([eve.call('POST', `/v1/chats/${room.id}/join`), ban(ada, room, eve)])
      expect((await ada.expect(200, 'GET', `/v1/chats/${room.id}`)).memberCount).toBe(1)
    }
  })

  it('BN3 S125 by rank, and seen by those who run the group alone', async () => {
    const chat = await ada.createGroup('Rank', bob, eve)
    expect(await ban(bob, chat, eve)).toBe(403)
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/members/${bob.id}`, { role: 'admin' })
    expect([await ban(bob, chat, ada), await ban(bob, chat, bob), await ban(bob, chat, { id: randomUUID() })]).toEqual([403, 403, 404])
    expect([await ban(bob, chat, eve), await ban(ada, chat, eve)]).toEqual([204, 204])
    const { items } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/bans`)
    expect(items).toEqual([{ user: await bob.expect(200, 'GET', `/v1/users/${eve.id}`), bannedAt: expect.any(String), bannedBy: bob.id }])
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/members/${bob.id}`, { role: 'member' })
    expect((await bob.call('GET', `/v1/chats/${chat.id}/bans`)).status).toBe(403)
    for (const method of ['PUT', 'DELETE']) expect(await ban(bob, chat, eve, method)).toBe(403)
    for (const id of [chat.id, randomUUID()]) {
      expect((await eve.call('GET', `/v1/chats/${id}/bans`)).status).toBe(404)
      for (const method of ['PUT', 'DELETE']) expect(await ban(eve, { id }, bob, method)).toBe(404)
    }
  })

  it('BN3 S124 a private chat has none', async () => {
    const chat = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: eve.id })
    expect([await ban(ada, chat, eve), await ban(ada, chat, eve, 'DELETE')]).toEqual([409, 409])
    expect((await ada.call('GET', `/v1/chats/${chat.id}/bans`)).status).toBe(409)
  })

  it('BN4 S178 who banned and unbanned is in the audit log', async () => {
    const chat = await ada.createGroup('Audited', eve)
    const person = await Person.signUp(app.url, 'admin')
    await ada.expect(201, 'POST', `/v1/chats/${chat.id}/members`, { userId: person.id })
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/members/${person.id}`, { role: 'admin' })
    expect([await ban(person, chat, eve), await ban(person, chat, eve, 'DELETE'), await ban(person, chat, ada)]).toEqual([204, 204, 403])
    const logged = async () => {
      const { items } = await person.expect(200, 'GET', '/v1/me/security-events')
      const bans = items.filter(({ type }: Json) => type.startsWith('chat_'))
      return bans.length === 3
        ? bans.map(({ type, outcome, detail }: Json) => `${type} ${outcome} ${detail.chat} ${detail.target}`).toSorted()
        : null
    }
    expect(await until('the audit log was written', logged)).toEqual([
      `chat_ban denied ${chat.id} ${ada.id}`,
      `chat_ban success ${chat.id} ${eve.id}`,
      `chat_unban success ${chat.id} ${eve.id}`,
    ])
  })
})
