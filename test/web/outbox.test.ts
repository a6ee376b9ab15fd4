import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Message } from '../../web/sdk/model.js'
import { Outbox, type Send } from '../../web/sdk/outbox/outbox.js'
import { memoryOutbox, type OutboxStorage } from '../../web/sdk/outbox/outbox-storage.js'
import { ApiProblem, Unreachable } from '../../web/sdk/problem.js'
import { Store } from '../../web/sdk/store.js'
import { type ModelChat, ModelServer, person, tick, viewer } from './model-server.js'

interface Attempt {
  readonly clientId: string
  readonly text: string | undefined
  readonly answer: (message: Message) => void
  readonly refuse: (error: Error) => void
}

const refusal = (status: number, code: string) => new ApiProblem(status, { code, title: 'No' }, null)

let server: ModelServer
let chat: ModelChat
let store: Store
let outbox: Outbox
let stop: () => void
let storage: OutboxStorage
let send: Send
let made: number
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
  made = 0
  send = (_chatId, { clientId, text }) =>
    new Promise((answer, refuse) => {
      attempts.push({ clientId, text, answer, refuse })
    })
  storage = memoryOutbox()
  outbox = open()
  stop = outbox.start()
})

const open = () => new Outbox({ store, send, storage, newId: () => `client-${++made}` })

/** Turns of the event loop that are enough for whatever has nothing to wait for. */
const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await tick()
}

describe('a message that is sent', () => {
  it('is shown at once, as on its way', () => {
    outbox.send('alpha', { text: ' hello ' })
    expect(store.get().pending).toMatchObject([{ clientId: 'client-1', draft: { text: ' hello ' }, status: 'sending' }])
  })

  it('becomes the real one by the response, and the event changes nothing more', async () => {
    outbox.send('alpha', { text: 'hello' })
    await settled()
    attempt(0).answer(accept(0))
    await settled()
    expect(store.get().pending).toEqual([])
    expect(shown()).toEqual(['client-1'])
    hearLast('message.created')
    expect(shown()).toEqual(['client-1'])
    expect(store.get().chats.get('alpha')).toMatchObject({ seq: chat.seq, unread: 0, me: { readNumber: 1 } })
  })

  it('becomes the real one by the event, and the response changes nothing more', async () => {
    outbox.send('alpha', { text: 'hello' })
    await settled()
    const message = accept(0)
    hearLast('message.created')
    expect(store.get().pending).toEqual([])
    attempt(0).answer(message)
    await settled()
    expect(shown()).toEqual(['client-1'])
    expect(store.get().pending).toEqual([])
  })

  it('is not failed any more once its event came, though the response was lost', async () => {
    outbox.send('alpha', { text: 'hello' })
    await settled()
    accept(0)
    hearLast('message.created')
    attempt(0).refuse(refusal(404, 'not_found'))
    await settled()
    expect(store.get().pending).toEqual([])
    expect(shown()).toEqual(['client-1'])
  })

  it('keeps its text when it fails, says why, and is tried again under the same id', async () => {
    outbox.send('alpha', { text: 'hello' })
    await settled()
    attempt(0).refuse(refusal(404, 'not_found'))
    await settled()
    expect(store.get().pending).toMatchObject([{ draft: { text: 'hello' }, status: 'failed', problem: 'not_found' }])
    outbox.retry('client-1')
    expect(store.get().pending).toMatchObject([{ draft: { text: 'hello' }, status: 'sending', problem: null }])
    await settled()
    expect(attempt(1)).toMatchObject({ clientId: 'client-1', text: 'hello' })
    attempt(1).answer(accept(1))
    await settled()
    expect(store.get().pending).toEqual([])
    expect(shown()).toEqual(['client-1'])
  })

  it('is tried again by itself, under the same id, while the trouble may pass', async () => {
    outbox.send('alpha', { text: 'hello' })
    await settled()
    attempt(0).refuse(refusal(503, 'unavailable'))
    await settled()
    outbox.wake()
    await settled()
    expect(attempts.map(({ clientId }) => clientId)).toEqual(['client-1', 'client-1'])
    expect(store.get().pending).toMatchObject([{ status: 'sending' }])
  })

  it('waits as long as nobody answers, and so do those behind it, in their order', async () => {
    outbox.send('alpha', { text: 'one' })
    outbox.send('alpha', { text: 'two' })
    await settled()
    for (let index = 0; index < 8; index += 1) {
      attempt(index).refuse(new Unreachable())
      await settled()
      outbox.wake()
      await settled()
    }
    expect(store.get().pending).toMatchObject([{ status: 'sending' }, { status: 'sending' }])
    expect(new Set(attempts.map(({ clientId }) => clientId))).toEqual(new Set(['client-1']))
    attempt(8).answer(accept(8))
    await settled()
    expect(attempt(9)).toMatchObject({ text: 'two' })
  })

  it('outlives the page it was written in, with its order and its id', async () => {
    outbox.send('alpha', { text: 'one' })
    outbox.send('alpha', { text: 'two' })
    await settled()
    store.dispatch({ type: 'signed-out' })
    attempt(0).refuse(new Unreachable())
    await settled()
    stop()
    await settled()
    attempts = []
    store.dispatch({ type: 'signed-in', user: person(viewer) })
    open().start()
    await settled()
    expect(store.get().pending).toMatchObject([{ draft: { text: 'one' } }, { draft: { text: 'two' } }])
    hearLast('chat.created')
    attempt(0).answer(accept(0))
    await settled()
    expect(attempts.map(({ clientId }) => clientId)).toEqual(['client-1', 'client-2'])
    attempt(1).answer(accept(1))
    await settled()
    expect(shown()).toEqual(['client-1', 'client-2'])
    expect(await storage.of(viewer)).toEqual([])
  })

  it('leaves the line when it is refused, and those behind it go on', async () => {
    outbox.send('alpha', { text: 'one' })
    outbox.send('alpha', { text: 'two' })
    await settled()
    attempt(0).refuse(refusal(400, 'validation_failed'))
    await settled()
    expect(store.get().pending).toMatchObject([{ status: 'failed' }, { status: 'sending' }])
    attempt(1).answer(accept(1))
    await settled()
    expect(await storage.of(viewer)).toMatchObject([{ clientId: 'client-1', status: 'failed' }])
  })

  it('waits for the one before it in the same chat', async () => {
    outbox.send('alpha', { text: 'one' })
    outbox.send('alpha', { text: 'two' })
    await settled()
    expect(attempts.map(({ text }) => text)).toEqual(['one'])
    attempt(0).answer(accept(0))
    await settled()
    expect(attempts.map(({ text }) => text)).toEqual(['one', 'two'])
  })

  it('is recognised in a sync, or in a page of history, too', async () => {
    outbox.send('alpha', { text: 'hello' })
    await settled()
    const message = accept(0)
    store.dispatch({ type: 'messages-fetched', chatId: 'alpha', messages: [message] })
    expect(store.get().pending).toEqual([])
  })

  it('is not mistaken for the message of somebody else with the same id', async () => {
    outbox.send('alpha', { text: 'hello' })
    await settled()
    server.send(chat, 'ada', 'client-1')
    hearLast('message.created')
    expect(store.get().pending).toHaveLength(1)
  })

  it('can be given up', async () => {
    outbox.send('alpha', { text: 'hello' })
    outbox.discard('client-1')
    await settled()
    expect(store.get().pending).toEqual([])
    expect(await storage.of(viewer)).toEqual([])
  })

  it('S158 goes out in nobody else’s name: what waits for another try, or its turn, ends with the sign-out', async () => {
    outbox.send('alpha', { text: 'hello' })
    outbox.send('alpha', { text: 'and more' })
    await settled()
    attempt(0).refuse(new Unreachable())
    store.dispatch({ type: 'signed-out' })
    store.dispatch({ type: 'signed-in', user: person('eve') })
    open().start()
    await settled()
    outbox.wake()
    await settled()
    expect(attempts.map(({ text }) => text)).toEqual(['hello'])
    expect(store.get().pending).toEqual([])
  })
})
