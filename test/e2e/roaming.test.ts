import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, Person, Socket } from '../support/client.js'
import { requires } from '../support/requires.js'
import { TcpProxy } from '../support/tcp-proxy.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('a device that changes its network', () => {
  let app: TestApp
  let atHome: TcpProxy
  let onTheWay: TcpProxy
  let ada: Person
  let bob: Person
  let chatId: string

  beforeAll(async () => {
    app = await startTestApp({ spread: true, settings: { TRUST_PROXY: '1' } })
    ;[atHome, onTheWay] = await Promise.all([TcpProxy.to(app.url), TcpProxy.to(app.url)])
    ;[ada, bob] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
    chatId = (await ada.createGroup('Roaming', bob)).id
  }, 60_000)
  afterAll(async () => {
    await Promise.all([atHome?.close(), onTheWay?.close()])
    await app?.close()
  })

  const origin = (link: TcpProxy) => link.url.replace(/\/$/, '')
  const refresh = (link: TcpProxy, refreshToken: string, ip: string) =>
    call(origin(link), 'POST', '/v1/auth/refresh', { body: { refreshToken }, headers: { 'X-Forwarded-For': ip } })

  it('F33 S25 goes on where it was: its old line hangs, its refresh was answered into the void, and its address is another', async () => {
    const old = new Socket(origin(atHome), bob.token)
    await old.next('ready')
    const { chats } = (await call(origin(atHome), 'POST', '/v1/sync', { token: bob.token, body: { chats: [] } })).body
    const heldSeq = chats.find(({ chat }: Json) => chat.id === chatId).seq
    atHome.silence()
    for (const text of ['One', 'Two', 'Three']) await ada.send(chatId, text)

    const { refreshToken } = bob
    const lost = await refresh(onTheWay, refreshToken, '198.51.100.7')
    const again = await refresh(onTheWay, refreshToken, '198.51.100.7')
    expect([lost.status, again.status, again.body.refreshToken === lost.body.refreshToken]).toEqual([200, 200, true])
    const token = again.body.accessToken

    const socket = new Socket(origin(onTheWay), token)
    await socket.next('ready')
    const caughtUp = (await call(origin(onTheWay), 'POST', '/v1/sync', { token, body: { chats: [{ id: chatId, seq: heldSeq }] } })).body
    expect(caughtUp.chats.map((chat: Json) => [chat.reset, chat.messages.map(({ text }: Json) => text)])).toEqual([
      [false, ['One', 'Two', 'Three']],
    ])

    // What lay on the old line arrives at last, at a socket that was given up.
    atHome.speak()
    await until('the old line said what it had', () => old.of('message.created').length === 3)
    await ada.send(chatId, 'Four')
    await socket.next('message.created', ({ data }) => data.message.text === 'Four')
    expect(socket.of('resync')).toEqual([])

    const log = (await call(app.url, 'GET', '/v1/me/security-events', { token })).body.items
    expect(log.map(({ type }: Json) => type)).not.toContain('token_reuse')
    for (const each of [old, socket]) each.close()
  })
})
