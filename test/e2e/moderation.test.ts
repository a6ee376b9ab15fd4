import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('moderation, over two nodes', () => {
  let app: TestApp
  let admin: Person
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    app = await startTestApp({ spread: true, settings: { ADMIN_EMAILS: 'Root@Example.com' } })
    ;[admin, ada, bob] = await Promise.all([Person.signUp(app.url, 'root'), Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
    await app.query('UPDATE accounts SET email = $1 WHERE id = $2', ['root@example.com', admin.id])
  }, 60_000)
  afterAll(() => app.close())

  it('MO1 a report is looked at by the admins, and by nobody else', async () => {
    const chat = await ada.createGroup('Rude', bob)
    const message = await bob.send(chat.id, 'something rude')
    const filed = await ada.expect(201, 'POST', '/v1/reports', { chatId: chat.id, messageId: message.id, reason: 'Rude' })
    expect(filed).toMatchObject({ reporterId: ada.id, userId: bob.id, place: { chatId: chat.id, messageId: message.id } })
    const { items } = await admin.expect(200, 'GET', '/v1/admin/reports?status=open')
    const found = items.find(({ id }: Json) => id === filed.id)
    expect(found).toMatchObject({ message, status: 'open', reporter: { id: ada.id }, user: { id: bob.id } })
    const path = `/v1/admin/reports/${filed.id}`
    expect(await admin.expect(200, 'PATCH', path, { status: 'resolved', note: 'Talked to them' })).toMatchObject({
      status: 'resolved',
      handledBy: admin.id,
    })
    await ada.expect(403, 'GET', '/v1/admin/reports')
    await ada.expect(403, 'PATCH', path, { status: 'dismissed' })
    await admin.expect(404, 'PATCH', `/v1/admin/reports/${randomUUID()}`, { status: 'dismissed' })
    await ada.expect(404, 'POST', '/v1/reports', { userId: randomUUID(), reason: 'Nobody' })
    await ada.expect(400, 'POST', '/v1/reports', { userId: bob.id, reason: ' ' })
  })

  it('MO2 an admin removes a message of a chat they are not in, live', async () => {
    const chat = await ada.createGroup('Theirs', bob)
    const socket = await ada.connect()
    const message = await bob.send(chat.id, 'gone soon')
    const path = `/v1/admin/chats/${chat.id}/messages/${message.id}`
    await ada.expect(403, 'DELETE', path)
    await admin.expect(204, 'DELETE', path)
    const { data } = await socket.next('message.deleted')
    expect(data.message).toMatchObject({ id: message.id, text: null })
    await admin.expect(404, 'GET', `/v1/chats/${chat.id}`)
  })

  it('MO3 S30 S92 who is suspended is out at once, on every node, and stays out until it is lifted', async () => {
    const carl = await Person.signUp(app.url, 'carl')
    const sockets = [await carl.connect(), await carl.connect()]
    const path = `/v1/admin/users/${carl.id}/suspension`
    await ada.expect(403, 'PUT', path)
    await admin.expect(204, 'PUT', path)
    for (const socket of sockets) expect((await socket.end(1_500)).code).toBe(4401)
    await carl.expect(401, 'GET', '/v1/me')
    const logIn = () => call(app.url, 'POST', '/v1/auth/login', { body: { email: carl.email, password } })
    expect((await logIn()).status).toBe(401)
    expect((await call(app.url, 'POST', '/v1/auth/refresh', { body: { refreshToken: carl.refreshToken } })).status).toBe(401)
    await admin.expect(204, 'DELETE', path)
    expect((await logIn()).status).toBe(200)
    await admin.expect(409, 'PUT', `/v1/admin/users/${admin.id}/suspension`)
    await admin.expect(404, 'PUT', `/v1/admin/users/${randomUUID()}/suspension`)
  })

  it('MO4 S19 an appointment counts from the next request on, and so does its end', async () => {
    const path = `/v1/admin/admins/${bob.id}`
    await bob.expect(403, 'GET', '/v1/admin/audit')
    await admin.expect(204, 'PUT', path)
    await bob.expect(200, 'GET', '/v1/admin/audit')
    await admin.expect(204, 'DELETE', path)
    await bob.expect(403, 'GET', '/v1/admin/audit')
  })

  it('MO5 what the admins did is on record, for all of them', async () => {
    const types = await until('the audit has everything', async () => {
      const { items } = await admin.expect(200, 'GET', '/v1/admin/audit')
      const found = new Set(items.map(({ type }: Json) => type))
      return [
        'abuse_report',
        'report_handling',
        'message_removal',
        'user_suspension',
        'suspension_lift',
        'admin_appointment',
        'admin_dismissal',
      ].every((type) => found.has(type))
        ? items
        : null
    })
    expect(types.find(({ type }: Json) => type === 'user_suspension')).toMatchObject({
      userId: admin.id,
      outcome: 'success',
      detail: { target: expect.any(String) },
    })
  })
})
