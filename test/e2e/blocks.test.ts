import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('blocks, over two nodes', () => {
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
  }, 60_000)
  afterAll(() => app.close())

  const pair = () => Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
  const block = (person: Person, other: { readonly id: string }, method = 'PUT') =>
    person.call(method, `/v1/users/${other.id}/block`).then(({ status }) => status)
  const open = (person: Person, other: Person) => person.call('POST', '/v1/chats', { type: 'private', userId: other.id })
  const send = (person: Person, chat: Json) =>
    person.call('POST', `/v1/chats/${chat.id}/messages`, { clientId: randomUUID(), text: 'Hello' }).then(({ status }) => status)
  const listed = async (person: Person) => (await person.expect(200, 'GET', '/v1/me/blocks')).items.map(({ id }: Json) => id)

  it('BL1 S122 neither of two opens a private chat while one has blocked the other, and none is made', async () => {
    const [ada, bob] = await pair()
    expect([await block(ada, bob), await block(ada, bob)]).toEqual([204, 204])
    for (const [one, other] of [
      [ada, bob],
      [bob, ada],
    ] as const)
      expect([(await open(one, other)).status, (await one.expect(200, 'GET', '/v1/chats')).items]).toEqual([403, []])
    expect([await block(ada, bob, 'DELETE'), await block(ada, bob, 'DELETE')]).toEqual([204, 204])
    expect((await open(bob, ada)).status).toBe(201)
  })

  it('BL1 S122 neither writes in the one they have, nor is it opened again; no number is used, and what was said stays', async () => {
    const [ada, bob] = await pair()
    const { body: chat } = await open(ada, bob)
    expect(await send(bob, chat)).toBe(201)
    expect(await block(ada, bob)).toBe(204)
    expect([await send(ada, chat), await send(bob, chat), (await open(bob, ada)).status]).toEqual([403, 403, 403])
    expect(await ada.expect(200, 'GET', `/v1/chats/${chat.id}`)).toMatchObject({ messageCount: 1, lastMessage: { number: 1 } })
    expect(await block(ada, bob, 'DELETE')).toBe(204)
    expect([await send(bob, chat), (await bob.expect(200, 'GET', `/v1/chats/${chat.id}`)).messageCount]).toEqual([201, 2])
  })

  it('BL2 S122 neither brings the other into a group; in one they share both write', async () => {
    const [ada, bob] = await pair()
    const shared = await ada.createGroup('Shared', bob)
    const own = await bob.createGroup('Of Bob')
    expect(await block(ada, bob)).toBe(204)
    const add = (person: Person, chat: Json, other: Person) =>
      person.call('POST', `/v1/chats/${chat.id}/members`, { userId: other.id }).then(({ status }) => status)
    expect(await add(bob, own, ada)).toBe(403)
    expect((await bob.call('POST', '/v1/chats', { type: 'group', title: 'Again', memberIds: [ada.id] })).status).toBe(403)
    expect((await bob.expect(200, 'GET', '/v1/chats')).items).toHaveLength(2)
    expect([await send(ada, shared), await send(bob, shared)]).toEqual([201, 201])
    const { code } = await bob.expect(201, 'POST', `/v1/chats/${own.id}/invites`, {})
    await ada.expect(200, 'POST', `/v1/invites/${code}/accept`)
  })

  it('BL3 S127 who is blocked is seen by who blocked them alone; one’s own blocks end with the other', async () => {
    const [ada, bob] = await pair()
    const others = await Promise.all([Person.signUp(app.url, 'eve'), Person.signUp(app.url, 'max')])
    for (const other of [bob, ...others]) await block(ada, other)
    expect((await listed(ada)).toSorted()).toEqual([bob, ...others].map(({ id }) => id).toSorted())
    expect(await listed(bob)).toEqual([])
    const first = await ada.expect(200, 'GET', '/v1/me/blocks?limit=2')
    const second = await ada.expect(200, 'GET', `/v1/me/blocks?limit=2&cursor=${first.nextCursor}`)
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null])
    expect(await bob.expect(200, 'GET', `/v1/users/${ada.id}`)).toMatchObject({ handle: ada.handle })
    await block(bob, ada)
    await block(ada, bob, 'DELETE')
    expect((await open(ada, bob)).status).toBe(403)
  })

  it('BL3 S124 not oneself, and nobody whom there is not', async () => {
    const [ada] = await pair()
    expect([await block(ada, ada), await block(ada, { id: randomUUID() }), await block(ada, { id: 'x' })]).toEqual([400, 404, 400])
    expect([await block(ada, { id: randomUUID() }, 'DELETE'), await listed(ada)]).toEqual([204, []])
  })
})
