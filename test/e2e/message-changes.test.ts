import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'

const thumb = encodeURIComponent('👍')

requires('postgres')('messages that change', () => {
  let app: TestApp
  let ada: Person
  let bob: Person
  let eve: Person

  beforeAll(async () => {
    app = await startTestApp()
    ;[ada, bob, eve] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob'), Person.signUp(app.url, 'eve')])
  }, 60_000)
  afterAll(() => app.close())

  const at = (message: Json, rest = '') => `/v1/chats/${message.chatId}/messages/${message.id}${rest}`

  it('CH1 LI1 an edit reaches the others, and the earlier texts stay to be read', async () => {
    const chat = await ada.createGroup('Edits', bob)
    const socket = await bob.connect()
    const sent = await ada.send(chat.id, 'first')
    const edited = await ada.expect(200, 'PATCH', at(sent), { text: 'second' })
    await ada.expect(200, 'PATCH', at(sent), { text: 'third' })

    expect(edited).toEqual({ ...sent, text: 'second', seq: sent.seq + 1, editedAt: expect.any(String) })
    const frame = await socket.next('message.updated', ({ data }) => data.message.text === 'second')
    expect(frame).toEqual({ type: 'message.updated', chatId: chat.id, seq: edited.seq, data: { message: edited } })
    const { items } = await bob.expect(200, 'GET', at(sent, '/edits'))
    expect(items).toEqual([
      { text: 'first', editedAt: edited.editedAt },
      { text: 'second', editedAt: expect.any(String) },
    ])
    await bob.expect(403, 'PATCH', at(sent), { text: 'mine now' })
  })

  it('CH2 SE1 a deletion leaves nothing that gives the text back, to a retry either', async () => {
    const chat = await ada.createGroup('Deletions', bob)
    const socket = await bob.connect()
    const clientId = randomUUID()
    const sent = await ada.send(chat.id, 'secret one', clientId)
    await ada.expect(200, 'PATCH', at(sent), { text: 'secret two' })
    await bob.expect(200, 'PUT', at(sent, `/reactions/${thumb}`))
    await bob.expect(403, 'DELETE', at(sent))
    await ada.expect(204, 'DELETE', at(sent))
    await ada.expect(204, 'DELETE', at(sent))

    const { data } = await socket.next('message.deleted')
    expect(data.message).toMatchObject({ id: sent.id, number: sent.number, text: null, reactions: [], deletedAt: expect.any(String) })
    const retried = await ada.expect(200, 'POST', `/v1/chats/${chat.id}/messages`, { clientId, text: 'secret one' })
    expect(retried).toEqual(data.message)
    const seen = await Promise.all([
      bob.expect(200, 'GET', `/v1/chats/${chat.id}`),
      bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`),
      bob.expect(200, 'GET', at(sent, '/edits')),
      bob.expect(200, 'POST', '/v1/sync', { chats: [{ id: chat.id, seq: chat.seq }] }),
    ])
    expect(JSON.stringify(seen)).not.toContain('secret')
    expect(seen[0]).toMatchObject({ unread: 0, messageCount: 1, lastMessage: data.message })
    expect((await ada.call('PATCH', at(sent), { text: 'again' })).status).toBe(409)
  })

  it('CH3 a reaction is there once, whoever sends it how often, and answers the message', async () => {
    const chat = await ada.createGroup('Reactions', bob)
    const sent = await ada.send(chat.id, 'react')
    const socket = await ada.connect()
    const path = at(sent, `/reactions/${thumb}`)
    const answers = await Promise.all(Array.from({ length: 10 }, () => bob.expect(200, 'PUT', path)))
    const reacted = { ...sent, seq: sent.seq + 1, reactions: [{ emoji: '👍', count: 1, userIds: [bob.id] }] }
    for (const answer of answers) expect(answer).toEqual(reacted)
    await ada.expect(200, 'PUT', path)

    expect((await ada.expect(200, 'GET', path)).items.map((user: Json) => user.id)).toEqual([bob.id, ada.id])
    expect(await bob.expect(200, 'DELETE', path)).toMatchObject({ reactions: [{ emoji: '👍', count: 1, userIds: [ada.id] }] })
    await socket.next('message.updated', ({ seq }) => seq === sent.seq + 3)
    expect(socket.of('message.updated').map(({ seq }) => seq)).toEqual([1, 2, 3].map((step) => sent.seq + step))
    await bob.expect(400, 'PUT', at(sent, '/reactions/ok'))
    await eve.expect(404, 'PUT', path)
  })

  it('CH4 pins are an admin’s in a group, and either’s in a private chat', async () => {
    const chat = await ada.createGroup('Pins', bob)
    const [first, second] = [await ada.send(chat.id, 'one'), await bob.send(chat.id, 'two')]
    await bob.expect(403, 'PUT', at(first, '/pin'))
    await ada.expect(200, 'PUT', at(first, '/pin'))
    const pinned = await ada.expect(200, 'PUT', at(second, '/pin'))
    expect(pinned.pinnedAt).toEqual(expect.any(String))
    const pins = async () => (await bob.expect(200, 'GET', `/v1/chats/${chat.id}/pins`)).items.map((message: Json) => message.text)
    expect(await pins()).toEqual(['two', 'one'])
    await ada.expect(204, 'DELETE', at(first, '/pin'))
    expect(await pins()).toEqual(['two'])
    const privately = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: bob.id })
    await bob.expect(200, 'PUT', at(await ada.send(privately.id, 'ours'), '/pin'))
  })

  it('CH5 a reply in a thread is a message of the chat, and a change of its root', async () => {
    const chat = await ada.createGroup('Threads', bob)
    const socket = await ada.connect()
    const root = await ada.send(chat.id, 'root')
    const path = `/v1/chats/${chat.id}/messages`
    const reply = await bob.expect(201, 'POST', path, { clientId: randomUUID(), text: 'reply', threadRoot: root.id })
    expect(reply).toMatchObject({ number: 2, seq: root.seq + 1, threadRoot: root.id })
    const updated = await socket.next('message.updated')
    expect([updated.seq, updated.data.message.id, updated.data.message.replyCount]).toEqual([root.seq + 2, root.id, 1])

    const thread = `/v1/chats/${chat.id}/threads/${root.id}`
    expect((await ada.expect(200, 'GET', thread)).items).toEqual([reply])
    const followed = async (who: Person) => (await who.expect(200, 'GET', '/v1/threads')).items.find((one: Json) => one.root.id === root.id)
    expect(await followed(ada)).toMatchObject({ following: true, unread: 1, lastReply: reply })
    await ada.expect(204, 'POST', `${thread}/read`, { number: reply.number })
    await socket.next('thread.updated', ({ data }) => data.unread === 0)
    expect(await followed(ada)).toMatchObject({ unread: 0, readNumber: reply.number })
    await bob.expect(204, 'DELETE', `${thread}/follow`)
    expect(await followed(bob)).toBeUndefined()
    await ada.expect(404, 'POST', path, { clientId: randomUUID(), text: 'deeper', threadRoot: reply.id })
    await bob.expect(204, 'DELETE', at(reply))
    expect(await ada.expect(200, 'GET', at(root))).toMatchObject({ replyCount: 0 })
    await eve.expect(404, 'GET', thread)
  })

  it('CH6 who is called finds it in the inbox and the counts; everybody only by an admin', async () => {
    const chat = await ada.createGroup('Mentions', bob, eve)
    const named = await ada.send(chat.id, `hello @${bob.handle}`)
    const all = await ada.send(chat.id, '@all lunch')
    await bob.send(chat.id, '@all no')
    expect([named.mentions, named.mentionsAll, all.mentionsAll]).toEqual([[bob.id], false, true])
    const inbox = async (who: Person) => (await who.expect(200, 'GET', '/v1/mentions')).items.map((message: Json) => message.id)
    expect(await inbox(bob)).toEqual([all.id, named.id])
    expect(await inbox(eve)).toEqual([all.id])
    expect(await eve.expect(200, 'GET', `/v1/chats/${chat.id}`)).toMatchObject({ unread: 3, unreadMentions: 1 })
    const plain = await ada.send(chat.id, 'nobody')
    await ada.expect(200, 'PATCH', at(plain), { text: `@${eve.handle}!` })
    expect(await eve.expect(200, 'GET', `/v1/chats/${chat.id}`)).toMatchObject({ unread: 4, unreadMentions: 2 })
    await ada.expect(204, 'DELETE', at(plain))
    expect(await eve.expect(200, 'GET', `/v1/chats/${chat.id}`)).toMatchObject({ unread: 3, unreadMentions: 1 })
  })

  it('CH7 S115 a forward names whose words it repeats, and takes nothing that one may not see', async () => {
    const [from, to] = [await ada.createGroup('From', bob), await bob.createGroup('To', eve)]
    const original = await ada.send(from.id, 'pass it on')
    const path = `/v1/chats/${to.id}/messages`
    const clientId = randomUUID()
    const body = { clientId, forwardOf: { chatId: from.id, messageId: original.id } }
    const forwarded = await bob.expect(201, 'POST', path, body)
    expect(forwarded).toMatchObject({ text: 'pass it on', forwardedFrom: { senderId: ada.id, createdAt: original.createdAt } })
    await ada.expect(204, 'DELETE', at(original))
    expect(await bob.expect(200, 'POST', path, body)).toEqual(forwarded)
    await bob.expect(404, 'POST', path, { ...body, clientId: randomUUID() })
    await eve.expect(404, 'POST', path, { clientId: randomUUID(), forwardOf: { chatId: from.id, messageId: original.id } })
    await bob.expect(400, 'POST', path, { ...body, clientId: randomUUID(), text: 'and more' })
  })

  it('S119 LI3 who came later gets nothing of an earlier message’s changes, and no gap either', async () => {
    const chat = await ada.createGroup('Later', bob)
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}`, { history: 'since_joining' })
    const early = await ada.send(chat.id, 'before')
    await ada.expect(201, 'POST', `/v1/chats/${chat.id}/members`, { userId: eve.id })
    const socket = await eve.connect()
    const edited = await ada.expect(200, 'PATCH', at(early), { text: 'still before' })
    const reply = await ada.expect(201, 'POST', `/v1/chats/${chat.id}/messages`, {
      clientId: randomUUID(),
      text: 'now',
      threadRoot: early.id,
    })
    await socket.next('skipped', ({ seq }) => seq === reply.seq + 1)
    expect(
      socket.frames.filter((frame) => frame.chatId === chat.id && frame.seq > edited.seq - 1).map(({ type, seq }) => [type, seq]),
    ).toEqual([
      ['skipped', edited.seq],
      ['message.created', reply.seq],
      ['skipped', reply.seq + 1],
    ])
    const paths = ['', '/edits', `/reactions/${thumb}`]
    for (const path of paths) await eve.expect(404, 'GET', at(early, path))
    for (const path of [`/reactions/${thumb}`, '/pin']) await eve.expect(404, 'PUT', at(early, path))
    await eve.expect(404, 'GET', `/v1/chats/${chat.id}/threads/${early.id}`)
    const { chats } = await eve.expect(200, 'POST', '/v1/sync', { chats: [{ id: chat.id, seq: edited.seq - 1 }] })
    expect(JSON.stringify(chats)).not.toContain('before')
  })

  it('S149 a row that could not be told, and would take its page with it, is not kept', async () => {
    const chat = await ada.createGroup('Poison', bob)
    const sent = await ada.send(chat.id, 'fine')
    for (const [column, value] of [
      ['reactions', '{}'],
      ['attachments', '"x"'],
      ['previews', '1'],
      ['forwarded', '[]'],
    ]) {
      const poison = app.query(`UPDATE messages SET ${column} = $1::jsonb WHERE id = $2`, [value, sent.id])
      await expect(poison).rejects.toThrow('messages_json_check')
    }
    expect((await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)).items).toEqual([sent])
  })

  it('SE6 S122 a block stops both in a private chat, stores nothing and uses no number', async () => {
    const privately = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: eve.id })
    const earlier = await ada.send(privately.id, 'hello')
    await app.query('INSERT INTO user_blocks VALUES ($1, $2, now())', [eve.id, ada.id])
    await ada.expect(403, 'PATCH', at(earlier), { text: 'why?' })
    await ada.expect(403, 'PUT', at(earlier, `/reactions/${thumb}`))
    const path = `/v1/chats/${privately.id}/messages`
    await ada.expect(403, 'POST', path, { clientId: randomUUID(), text: 'hello?' })
    await eve.expect(403, 'POST', path, { clientId: randomUUID(), text: 'no' })
    await app.query('DELETE FROM user_blocks')
    expect(await ada.send(privately.id, 'friends')).toMatchObject({ number: 2 })
  })
})
