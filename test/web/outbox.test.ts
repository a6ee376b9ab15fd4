import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Api } from '../../web/sdk/api.js'
import type { Message } from '../../web/sdk/model.js'
import { Outbox } from '../../web/sdk/outbox.js'
import { ApiProblem } from '../../web/sdk/problem.js'
import { Store } from '../../web/sdk/store.js'
import { type ModelChat, ModelServer, person, tick, viewer } from './model-server.js'

interface Attempt {
  readonly clientId: string
  readonly text: string
  readonly answer: (message: Message) => void
  readonly refuse: (error: Error) => void
}

const refusal = (status: number, code: string) => new ApiProblem(status, { code, title: 'No' }, null)

let server: ModelServer
let chat: ModelChat
let store: Store
let outbox: Outbox
let attempts: Attempt[]

const attempt = (index: number): Attempt => {
  const found = attempts[index]
  if (!found) throw new Error(`there was no attempt ${index}`)
  return found
}

/** The server takes the message; its event has not been heard yet. */
const accept = (index: number): Message => server.send(chat, viewer, attempt(index).clientId)

const hearLast = (type: string) => {
  const event = server.announced.findLast((one) => one.type === type)
  if (event) store.dispatch({ type: 'event', event })
}

const shown = () => [...(store.get().chats.get('alpha')?.messages.values() ?? [])].map(({ clientId }) => clientId)

beforeEach(() => {
  server = new ModelServer()
  chat = server.open('alpha', ['ada'])
  store = new Store()
  store.dispatch({ type: 'signed-in', user: person(viewer) })
  hearLast('chat.created')
  attempts = []
  let made = 0
  const send: Api['sendMessage'] = (_chatId, { clientId, text }) =>
    new Promise((answer, refuse) => {
      attempts.push({ clientId, text, answer, refuse })
    })
  outbox = new Outbox(store, send, () => `client-${++made}`)
})

describe('a message that is sent', () => {
  it('is shown at once, as on its way', () => {
    outbox.send('alpha', ' hello ')
    expect(store.get().pending).toMatchObject([{ clientId: 'client-1', text: ' hello ', status: 'sending' }])
  })

  it('becomes the real one by the response, and the event changes nothing more', async () => {
    outbox.send('alpha', 'hello')
    await tick()
    attempt(0).answer(accept(0))
    await tick()
    expect(store.get().pending).toEqual([])
    expect(shown()).toEqual(['client-1'])
    hearLast('message.created')
    expect(shown()).toEqual(['client-1'])
    expect(store.get().chats.get('alpha')).toMatchObject({ seq: chat.seq, unread: 0, me: { readNumber: 1 } })
  })

  it('becomes the real one by the event, and the response changes nothing more', async () => {
    outbox.send('alpha', 'hello')
    await tick()
    const message = accept(0)
    hearLast('message.created')
    expect(store.get().pending).toEqual([])
    attempt(0).answer(message)
    await tick()
    expect(shown()).toEqual(['client-1'])
    expect(store.get().pending).toEqual([])
  })

  it('is not failed any more once its event came, though the response was lost', async () => {
    outbox.send('alpha', 'hello')
    await tick()
    accept(0)
    hearLast('message.created')
    attempt(0).refuse(refusal(404, 'not_found'))
    await tick()
    expect(store.get().pending).toEqual([])
    expect(shown()).toEqual(['client-1'])
  })

  it('keeps its text when it fails, says why, and is tried again under the same id', async () => {
    outbox.send('alpha', 'hello')
    await tick()
    attempt(0).refuse(refusal(404, 'not_found'))
    await tick()
    expect(store.get().pending).toMatchObject([{ text: 'hello', status: 'failed', problem: 'You are no longer in this chat.' }])
    outbox.retry('client-1')
    expect(store.get().pending).toMatchObject([{ text: 'hello', status: 'sending', problem: null }])
    await tick()
    expect(attempt(1)).toMatchObject({ clientId: 'client-1', text: 'hello' })
    attempt(1).answer(accept(1))
    await tick()
    expect(store.get().pending).toEqual([])
    expect(shown()).toEqual(['client-1'])
  })

  it('is tried again by itself, under the same id, while the trouble may pass', async () => {
    outbox.send('alpha', 'hello')
    await tick()
    attempt(0).refuse(refusal(503, 'unavailable'))
    const limit = Date.now() + 5_000
    while (attempts.length < 2 && Date.now() < limit) await tick()
    expect(attempts.map(({ clientId }) => clientId)).toEqual(['client-1', 'client-1'])
    expect(store.get().pending).toMatchObject([{ status: 'sending' }])
  })

  it('waits for the one before it in the same chat', async () => {
    outbox.send('alpha', 'one')
    outbox.send('alpha', 'two')
    await tick()
    expect(attempts.map(({ text }) => text)).toEqual(['one'])
    attempt(0).answer(accept(0))
    await tick()
    expect(attempts.map(({ text }) => text)).toEqual(['one', 'two'])
  })

  it('is recognised in a sync, or in a page of history, too', async () => {
    outbox.send('alpha', 'hello')
    await tick()
    const message = accept(0)
    store.dispatch({ type: 'messages-fetched', chatId: 'alpha', messages: [message] })
    expect(store.get().pending).toEqual([])
  })

  it('is not mistaken for the message of somebody else with the same id', async () => {
    outbox.send('alpha', 'hello')
    await tick()
    server.send(chat, 'ada', 'client-1')
    hearLast('message.created')
    expect(store.get().pending).toHaveLength(1)
  })

  it('can be given up', async () => {
    outbox.send('alpha', 'hello')
    outbox.discard('client-1')
    expect(store.get().pending).toEqual([])
  })

  it('S158 goes out in nobody else’s name: what waits for another try, or its turn, ends with the sign-out', async () => {
    outbox.send('alpha', 'hello')
    outbox.send('alpha', 'and more')
    await tick()
    attempt(0).refuse(refusal(404, 'not_found'))
    store.dispatch({ type: 'signed-out' })
    store.dispatch({ type: 'signed-in', user: person('eve') })
    for (let turn = 0; turn < 20; turn += 1) await tick()
    expect(attempts.map(({ text }) => text)).toEqual(['hello'])
    expect(store.get().pending).toEqual([])
  })
})
