import { afterAll, beforeAll, expect, it } from '@jest/globals'
import WebSocket from 'ws'
import { ParleyClient, type WebSocketLike } from '../../web/sdk/index.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres')('the client of bots', () => {
  let app: TestApp
  const stops: (() => void)[] = []

  beforeAll(async () => {
    app = await startTestApp()
  })

  afterAll(async () => {
    for (const stop of stops) stop()
    await app?.close()
  })

  async function bot(name: string): Promise<ParleyClient> {
    const { email } = await Person.signUp(app.url, name)
    const openSocket = (url: string, protocols: readonly string[]) => new WebSocket(url, [...protocols]) as unknown as WebSocketLike
    const client = new ParleyClient({ url: app.url, carrier: 'body', openSocket })
    stops.push(client.start())
    await until('it knows that nobody is signed in', async () => client.session.state.get().status === 'signed-out')
    await client.session.login(email, password)
    await until('it is connected', async () => client.socket.status.get() === 'live' && client.store.get().loaded)
    return client
  }

  const texts = (client: ParleyClient, chatId: string) =>
    [...(client.store.get().chats.get(chatId)?.messages.values() ?? [])].map(({ text }) => text)

  it('talks to another one live, in order, and renews its session without a cookie', async () => {
    const [one, other] = [await bot('one'), await bot('other')]
    const { id } = await one.createChat({ type: 'private', userId: other.session.userId ?? '' })
    for (const text of ['a', 'b', 'c']) one.outbox.send(id, { text })
    await until('all came', async () => texts(other, id).length === 3)
    expect(texts(other, id)).toEqual(['a', 'b', 'c'])
    await until('all are real', async () => one.store.get().pending.length === 0)
    await other.session.renew()
    other.outbox.send(id, { text: 'd' })
    await until('the answer came', async () => texts(one, id).length === 4)
    await one.session.logout()
    expect(one.store.get().chats.size).toBe(0)
  })
})
