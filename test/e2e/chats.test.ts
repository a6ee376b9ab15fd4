import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres')('chats over HTTP and WebSocket', () => {
  let app: TestApp
  let ada: Person
  let bob: Person
  let eve: Person

  beforeAll(async () => {
    app = await startTestApp()
    ;[ada, bob, eve] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob'), Person.signUp(app.url, 'eve')])
  }, 60_000)
  afterAll(() => app.close())

  const chatOf = (person: Person, id: string) => person.expect(200, 'GET', `/v1/chats/${id}`)

  it('a private chat: one per pair, also when both open it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        at % 2
          ? ada.call('POST', '/v1/chats', { type: 'private', userId: bob.id })
          : bob.call('POST', '/v1/chats', { type: 'private', userId: ada.id }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(9)
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    const chat = await chatOf(bob, answers[0]?.body.id)
    expect(chat).toMatchObject({ type: 'private', title: null, memberCount: 2, unread: 0, lastMessage: null, me: { role: 'member' } })
    expect(chat.members.map((member: Json) => member.user.handle).sort()).toEqual([ada.handle, bob.handle].sort())
  })

  it('S124 a private chat with oneself, or nobody: refused; it has nothing to join, leave or manage', async () => {
    expect((await ada.call('POST', '/v1/chats', { type: 'private', userId: ada.id })).status).toBe(400)
    expect((await ada.call('POST', '/v1/chats', { type: 'private', userId: randomUUID() })).status).toBe(404)
    const { body: chat } = await ada.call('POST', '/v1/chats', { type: 'private', userId: eve.id })
    for (const [method, path, body] of [
      ['POST', '/join'],
      ['POST', '/leave'],
      ['POST', '/members', { userId: bob.id }],
      ['PATCH', `/members/${eve.id}`, { role: 'admin' }],
      ['DELETE', `/members/${eve.id}`],
      ['PATCH', '', { title: 'Ours' }],
      ['DELETE', ''],
    ] as const) {
      expect([method, path, (await ada.call(method, `/v1/chats/${chat.id}${path}`, body)).status]).toEqual([method, path, 409])
    }
  })

  it('a new group has every field of the contract, and shows up at once on the sockets of those it was made with', async () => {
    const socket = await bob.connect()
    const chat = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Chess', memberIds: [bob.id], visibility: 'private' })
    const me = {
      firstNumber: 1,
      readNumber: 0,
      deliveredNumber: 0,
      muted: false,
      pinned: false,
      archived: false,
      notify: 'all',
      markedUnread: false,
    }
    const inOrderOfEntering = { ...chat, members: chat.members.toSorted((one: Json, other: Json) => one.seq - other.seq) }
    expect(inOrderOfEntering).toEqual({
      id: expect.any(String),
      type: 'group',
      title: 'Chess',
      topic: null,
      visibility: 'private',
      history: 'all',
      memberCount: 2,
      seq: 2,
      messageCount: 0,
      createdAt: expect.any(String),
      lastMessage: null,
      unread: 0,
      unreadMentions: 0,
      me: { ...me, role: 'owner', seq: expect.any(Number) },
      members: [
        {
          userId: ada.id,
          role: 'owner',
          joinedAt: expect.any(String),
          leftAt: null,
          seq: 1,
          readNumber: 0,
          deliveredNumber: 0,
          user: expect.objectContaining({ id: ada.id }),
        },
        {
          userId: bob.id,
          role: 'member',
          joinedAt: expect.any(String),
          leftAt: null,
          seq: 2,
          readNumber: 0,
          deliveredNumber: 0,
          user: expect.objectContaining({ id: bob.id }),
        },
      ],
    })
    expect(Object.keys(chat.members[0].user).sort()).toEqual(['avatarUrl', 'createdAt', 'displayName', 'handle', 'id'])
    const created = await socket.next('chat.created', (frame) => frame.data.chat.id === chat.id)
    expect(created.data.chat).toEqual({ ...chat, me: { ...me, role: 'member', seq: expect.any(Number) } })
    await ada.send(chat.id, 'Welcome')
    await socket.next('message.created', (frame) => frame.chatId === chat.id)
  })

  it('a group with somebody who is not a user names them and is not made', async () => {
    const before = (await ada.expect(200, 'GET', '/v1/chats?limit=100')).items.length
    const { status, body } = await ada.call('POST', '/v1/chats', { type: 'group', title: 'No', memberIds: [bob.id, randomUUID()] })
    expect([status, body.errors]).toEqual([400, [{ path: 'memberIds.1', message: expect.any(String) }]])
    expect((await ada.expect(200, 'GET', '/v1/chats?limit=100')).items).toHaveLength(before)
  })

  it('RO2 LI5 a public room is found, joined and left; a private group is not there for strangers', async () => {
    const title = `Room ${randomUUID()}`
    const room = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title, visibility: 'public' })
    const adaSocket = await ada.connect()
    const eveSocket = await eve.connect()
    const { items } = await eve.expect(200, 'GET', `/v1/rooms?query=${encodeURIComponent(title.slice(0, 20).toUpperCase())}`)
    expect(items.map((chat: Json) => [chat.id, chat.me])).toEqual([[room.id, undefined]])
    await ada.send(room.id, 'for those who are in')
    for (const name of ['me', 'unread', 'lastMessage', 'members']) expect(await chatOf(eve, room.id)).not.toHaveProperty(name)
    for (const path of ['members', 'messages', 'pins']) expect((await eve.call('GET', `/v1/chats/${room.id}/${path}`)).status).toBe(404)

    const joined = await eve.expect(200, 'POST', `/v1/chats/${room.id}/join`)
    expect(joined).toMatchObject({ memberCount: 2, me: { role: 'member' } })
    const event = await adaSocket.next('member.joined', (frame) => frame.chatId === room.id)
    expect(event).toMatchObject({ seq: room.seq + 2, data: { member: { userId: eve.id, role: 'member', leftAt: null } } })
    await eveSocket.next('chat.created', (frame) => frame.data.chat.id === room.id)
    await ada.send(room.id, 'Hello Eve')
    await eveSocket.next('message.created', (frame) => frame.chatId === room.id)

    await eve.expect(204, 'POST', `/v1/chats/${room.id}/leave`)
    await adaSocket.next('member.left', (frame) => frame.data.member.userId === eve.id && frame.data.member.leftAt !== null)
    expect((await eveSocket.next('chat.removed', (frame) => frame.chatId === room.id)).data).toEqual({ reason: 'left' })
    await ada.send(room.id, 'Eve is gone')
    await adaSocket.next('message.created', (frame) => frame.data.message.text === 'Eve is gone')
    expect(eveSocket.of('message.created').map((frame) => frame.data.message.text)).not.toContain('Eve is gone')
    expect((await eve.call('GET', `/v1/chats/${room.id}/messages`)).status).toBe(404)
  })

  it('S120 somebody who is removed hears of it, and of nothing after it', async () => {
    const chat = await ada.createGroup('Removal', bob, eve)
    const bobSocket = await bob.connect()
    const eveSocket = await eve.connect()
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/members/${bob.id}`)
    await ada.send(chat.id, 'without Bob')

    await eveSocket.next('message.created', (frame) => frame.data.message.text === 'without Bob')
    expect((await bobSocket.next('chat.removed', (frame) => frame.chatId === chat.id)).data).toEqual({ reason: 'removed' })
    expect(bobSocket.frames.filter((frame) => frame.chatId === chat.id && frame.type !== 'chat.removed')).toEqual([])
    const { removed } = await bob.expect(200, 'POST', '/v1/sync', { chats: [{ id: chat.id, seq: 1 }] })
    expect(removed).toEqual([chat.id])
  })

  it('S125 roles: who may do what, and ownership is handed on', async () => {
    const chat = await ada.createGroup('Roles', bob, eve)
    const role = (actor: Person, target: Person, to: string) =>
      actor.call('PATCH', `/v1/chats/${chat.id}/members/${target.id}`, { role: to }).then((answer) => answer.status)
    expect(await role(bob, eve, 'admin')).toBe(403)
    expect(await role(bob, bob, 'owner')).toBe(403)
    expect(await role(ada, bob, 'admin')).toBe(200)
    expect(await role(bob, eve, 'owner')).toBe(403)
    expect(await role(bob, ada, 'member')).toBe(403)
    expect((await bob.call('DELETE', `/v1/chats/${chat.id}/members/${ada.id}`)).status).toBe(403)
    expect((await bob.call('DELETE', `/v1/chats/${chat.id}`)).status).toBe(403)

    const socket = await bob.connect()
    await ada.expect(204, 'POST', `/v1/chats/${chat.id}/leave`)
    await socket.next('member.updated', (frame) => frame.data.member.userId === bob.id && frame.data.member.role === 'owner')
    await socket.next('me.updated', (frame) => frame.data.chatId === chat.id && frame.data.me.role === 'owner')
    await socket.next('member.left', (frame) => frame.data.member.userId === ada.id)
    expect((await chatOf(bob, chat.id)).me.role).toBe('owner')
  })

  it('a change of the chat reaches everyone as the same bytes, and deleting it ends it for everyone', async () => {
    const chat = await ada.createGroup('Draft', bob)
    const sockets = [await ada.connect(), await bob.connect()]
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}`, { title: 'Final', topic: 'Openings' })
    const [first, second] = await Promise.all(sockets.map((socket) => socket.next('chat.updated', (frame) => frame.chatId === chat.id)))
    expect(first).toEqual(second)
    expect(first.data.chat).toMatchObject({ title: 'Final', topic: 'Openings', seq: chat.seq + 1 })
    for (const name of ['me', 'unread', 'lastMessage']) expect(first.data.chat).not.toHaveProperty(name)

    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}`)
    for (const socket of sockets)
      expect((await socket.next('chat.removed', (frame) => frame.chatId === chat.id)).data).toEqual({ reason: 'deleted' })
    expect((await bob.call('GET', `/v1/chats/${chat.id}`)).status).toBe(404)
  })

  it('RE3 S119 since_joining: a newcomer sees nothing from before, in the list, the page, sync and lastMessage', async () => {
    const chat = await ada.createGroup('History', bob)
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}`, { history: 'since_joining' })
    await ada.send(chat.id, 'before')
    await ada.expect(201, 'POST', `/v1/chats/${chat.id}/members`, { userId: eve.id })

    const seen = await chatOf(eve, chat.id)
    expect(seen).toMatchObject({ lastMessage: null, unread: 0, messageCount: 1, me: { firstNumber: 2, readNumber: 1 } })
    const { chats } = await eve.expect(200, 'POST', '/v1/sync', { chats: [{ id: chat.id, seq: 0 }] })
    const mine = chats.find((one: Json) => one.chat.id === chat.id)
    expect([mine.messages, mine.seq, mine.more, mine.reset]).toEqual([[], seen.seq, false, false])
    await ada.send(chat.id, 'after')
    const { items, hasMoreBefore } = await eve.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)
    expect([items.map((message: Json) => message.text), hasMoreBefore]).toEqual([['after'], false])
    expect(await chatOf(eve, chat.id)).toMatchObject({ unread: 1, lastMessage: { text: 'after' } })
  })

  it('the list of chats is by latest activity, and pages', async () => {
    const person = await Person.signUp(app.url, 'lister')
    const made: Json[] = []
    for (const title of ['a', 'b', 'c', 'd', 'e']) made.push(await person.createGroup(title))
    await person.send(made[1]?.id, 'up')
    const first = await person.expect(200, 'GET', '/v1/chats?limit=3')
    const second = await person.expect(200, 'GET', `/v1/chats?limit=3&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items].map((chat: Json) => chat.title)).toEqual(['b', 'e', 'd', 'c', 'a'])
    expect(second.nextCursor).toBeNull()
    const members = await person.expect(200, 'GET', `/v1/chats/${made[0]?.id}/members`)
    expect(members).toMatchObject({ items: [{ userId: person.id, role: 'owner' }], nextCursor: null })
  })

  it('people are found by the beginning of their handle or name, and nobody sees an e-mail address', async () => {
    const { items } = await eve.expect(200, 'GET', `/v1/users?query=${ada.handle.slice(0, 8).toUpperCase()}`)
    expect(items.map((user: Json) => user.id)).toContain(ada.id)
    expect(JSON.stringify(items)).not.toContain('@')
    expect((await eve.expect(200, 'GET', '/v1/users?query=%25')).items).toEqual([])
    expect(await eve.expect(200, 'GET', `/v1/users/${ada.id}`)).toMatchObject({ handle: ada.handle })
    expect((await eve.call('GET', `/v1/users/${randomUUID()}`)).status).toBe(404)
  })
})
