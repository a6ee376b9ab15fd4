import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('invites, over two nodes', () => {
  let app: TestApp
  let other: RunningParley
  let ada: Person
  let bob: Person
  let eve: Person

  beforeAll(async () => {
    app = await startTestApp({ redis: true, settings: { PUBLIC_URL: 'https://chat.example.com' } })
    other = await app.another()
    ;[ada, bob, eve] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob'), Person.signUp(app.url, 'eve')])
  }, 60_000)
  afterAll(() => app.close())

  const invite = (chat: Json, body: Json = {}, person = ada) => person.expect(201, 'POST', `/v1/chats/${chat.id}/invites`, body)
  const accept = (person: Person, code: string) => person.call('POST', `/v1/invites/${code}/accept`)
  const listed = async (chat: Json) => (await ada.expect(200, 'GET', `/v1/chats/${chat.id}/invites`)).items

  it('IN1 an admin makes an invite, which has every field of the contract and a code of 256 bits', async () => {
    const chat = await ada.createGroup('Chess', bob)
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const made = await invite(chat, { maxUses: 5, expiresAt })
    expect(made).toEqual({
      code: expect.stringMatching(/^[\w-]{43}$/),
      url: `https://chat.example.com/invite/${made.code}`,
      maxUses: 5,
      uses: 0,
      expiresAt,
      createdBy: ada.id,
      createdAt: expect.any(String),
    })
    const open = await invite(chat)
    expect(open).toMatchObject({ maxUses: null, expiresAt: null })
    expect(await listed(chat)).toEqual([open, made])
    const first = await ada.expect(200, 'GET', `/v1/chats/${chat.id}/invites?limit=1`)
    const second = await ada.expect(200, 'GET', `/v1/chats/${chat.id}/invites?limit=1&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items, second.nextCursor]).toEqual([open, made, null])
  })

  it('IN1 S146 refuses what is no limit and no future', async () => {
    const chat = await ada.createGroup('Strict')
    for (const body of [
      { maxUses: 0 },
      { maxUses: 1.5 },
      { maxUses: 2 ** 31 },
      { expiresAt: 'tomorrow' },
      { expiresAt: new Date(0).toISOString() },
      { expiresAt: '9999-01-01T00:00:00Z' },
      { code: 'mine' },
    ])
      expect([body, (await ada.call('POST', `/v1/chats/${chat.id}/invites`, body)).status]).toEqual([body, 400])
    expect(await listed(chat)).toEqual([])
  })

  it('IN2 LI5 who holds one sees what it leads into, and joins a private group with it', async () => {
    const chat = await ada.createGroup('By invitation', bob)
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}`, { history: 'since_joining', topic: 'Quiet' })
    await ada.send(chat.id, 'before')
    const { code } = await invite(chat)
    const preview = { code, chat: { id: chat.id, title: 'By invitation', topic: 'Quiet', memberCount: 2 }, expiresAt: null, joined: false }
    expect(await eve.expect(200, 'GET', `/v1/invites/${code}`)).toEqual(preview)
    expect((await eve.call('GET', `/v1/chats/${chat.id}`)).status).toBe(404)
    const [others, own] = [await bob.connect({ url: other.url }), await eve.connect({ url: other.url })]

    const joined = await accept(eve, code)
    expect([joined.status, joined.body]).toEqual([200, await eve.expect(200, 'GET', `/v1/chats/${chat.id}`)])
    expect(joined.body).toMatchObject({
      memberCount: 3,
      lastMessage: null,
      unread: 0,
      me: { role: 'member', firstNumber: 2, readNumber: 1 },
    })
    await others.next('member.joined', (frame) => frame.chatId === chat.id && frame.data.member.userId === eve.id)
    await own.next('chat.created', (frame) => frame.data.chat.id === chat.id)
    await ada.send(chat.id, 'after')
    expect((await own.next('message.created', (frame) => frame.chatId === chat.id)).data.message.text).toBe('after')
    expect(await eve.expect(200, 'GET', `/v1/invites/${code}`)).toMatchObject({ joined: true, chat: { memberCount: 3 } })
  })

  it('IN3 of ten people who ask 50 times at once, over two nodes, as many come in as it has uses', async () => {
    const chat = await ada.createGroup('Few places')
    const { code } = await invite(chat, { maxUses: 7 })
    const crowd = await Promise.all(Array.from({ length: 10 }, () => Person.signUp(app.url, 'crowd')))
    const nodes = [app.parley, other]
    const rush = Array.from({ length: 50 }, (_, at) => ({ person: crowd[at % 10] ?? ada, url: nodes[at % 3 === 0 ? 0 : 1]?.url ?? '' }))
    // A slow machine turns some away to come again, as it tells them.
    const accept = async (url: string, person: Person): Promise<number> => {
      const { status } = await call(url, 'POST', `/v1/invites/${code}/accept`, { token: person.token })
      return status === 503 ? accept(url, person) : status
    }
    const answers = await Promise.all(rush.map(async ({ person, url }) => ({ person, status: await accept(url, person) })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 410]))
    expect(new Set(answers.filter(({ status }) => status === 200).map(({ person }) => person.id)).size).toBe(7)
    expect((await ada.expect(200, 'GET', `/v1/chats/${chat.id}`)).memberCount).toBe(8)
    expect((await listed(chat))[0]).toMatchObject({ maxUses: 7, uses: 7 })
  })

  it('IN4 one that was used up or withdrawn, or has expired, is a 410 for strangers; who is in meets the chat, and uses nothing', async () => {
    const chat = await ada.createGroup('Over', bob)
    const [used, revoked, expired] = [await invite(chat, { maxUses: 1 }), await invite(chat), await invite(chat, { maxUses: 9 })]
    const guest = await Person.signUp(app.url, 'guest')
    expect((await accept(guest, used.code)).status).toBe(200)
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/invites/${revoked.code}`)
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/invites/${revoked.code}`)
    await app.query('UPDATE invites SET expires_at = now() WHERE code = $1', [expired.code])
    for (const { code } of [used, revoked, expired]) {
      for (const answer of [await accept(eve, code), await eve.call('GET', `/v1/invites/${code}`)])
        expect([answer.status, answer.body.code]).toEqual([410, 'token_used_or_expired'])
      expect((await accept(guest, code)).body).toMatchObject({ id: chat.id, me: { role: 'member' } })
    }
    expect((await listed(chat)).map(({ code, uses }: Json) => [code, uses])).toEqual([
      [expired.code, 0],
      [used.code, 1],
    ])
  })

  it('IN4 S113 S142 a code that nobody was given, or of a deleted chat, is a 404', async () => {
    const chat = await ada.createGroup('Gone')
    const { code } = await invite(chat)
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}`)
    for (const unknown of [code, randomUUID(), 'x', "' OR 1=1 --", '..']) {
      const path = `/v1/invites/${encodeURIComponent(unknown)}`
      expect([unknown, (await eve.call('GET', path)).status, (await eve.call('POST', `${path}/accept`)).status]).toEqual([
        unknown,
        404,
        404,
      ])
    }
    expect((await eve.call('GET', '/v1/invites/%00')).status).toBe(400)
    expect((await call(app.url, 'POST', `/v1/invites/${code}/accept`)).status).toBe(401)
  })

  it('IN5 S113 S117 members and strangers neither see, make nor withdraw them; private chats have none', async () => {
    const chat = await ada.createGroup('Whose', bob)
    const { code } = await invite(chat)
    const requests = [
      ['GET', '/invites'],
      ['POST', '/invites', {}],
      ['DELETE', `/invites/${code}`],
    ] as const
    const pair = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: bob.id })
    for (const [method, path, body] of requests) {
      const statuses = await Promise.all([
        bob.call(method, `/v1/chats/${chat.id}${path}`, body),
        eve.call(method, `/v1/chats/${chat.id}${path}`, body),
        eve.call(method, `/v1/chats/${randomUUID()}${path}`, body),
        ada.call(method, `/v1/chats/${pair.id}${path}`, body),
      ])
      expect([method, ...statuses.map(({ status }) => status)]).toEqual([method, 403, 404, 404, 409])
    }
    const another = await ada.createGroup('Another')
    expect((await ada.call('DELETE', `/v1/chats/${another.id}/invites/${code}`)).status).toBe(404)
    expect((await accept(eve, code)).status).toBe(200)
  })
})
