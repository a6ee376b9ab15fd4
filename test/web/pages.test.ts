import { describe, expect, it } from '@jest/globals'
import { Pages } from '../../web/sdk/pages.js'
import { Store } from '../../web/sdk/store.js'
import { ModelServer, person, viewer } from './model-server.js'

/** As a client has it that nobody closes. */
const setUp = () => {
  const [store, server] = [new Store(), new ModelServer()]
  store.dispatch({ type: 'signed-in', user: person(viewer) })
  const chat = server.open('busy', ['bob'])
  store.dispatch({ type: 'chat-entered', chat: server.snapshot(chat) })
  const fetch = async (_: string, { after = 0, limit = 50 }: { readonly after?: number; readonly limit?: number } = {}) => {
    const items = chat.messages.slice(after, after + limit)
    return { items, hasMoreBefore: after > 0, hasMoreAfter: after + limit < chat.messages.length }
  }
  const pages = new Pages(store, fetch)
  store.subscribe(() => pages.release())
  let announced = server.announced.length
  const come = (count: number) => {
    for (let place = 0; place < count; place += 1) server.send(chat, 'bob', `message ${chat.seq}`)
    for (const event of server.announced.slice(announced)) store.dispatch({ type: 'event', event })
    announced = server.announced.length
  }
  const held = () => [...(store.get().chats.get('busy')?.messages.keys() ?? [])].sort((one, two) => one - two)
  const count = () => store.get().chats.get('busy')?.info.messageCount
  return { pages, come, held, count }
}

describe('what is held of a chat', () => {
  it('stays bounded while messages come that nobody looks at, and its end is always there', () => {
    const { come, held, count } = setUp()
    let most = 0
    for (let times = 0; times < 50; times += 1) {
      come(100)
      most = Math.max(most, held().length)
    }
    expect(count()).toBe(5_000)
    expect(most).toBeLessThan(1_300)
    expect(held().slice(-100)).toEqual(Array.from({ length: 100 }, (_, place) => 4_901 + place))
  })

  it('keeps what is looked at, far from the end', async () => {
    const { pages, come, held } = setUp()
    come(3_000)
    await pages.load('busy', 500, 560)
    come(3_000)
    const kept = held()
    expect(kept.length).toBeLessThan(1_300)
    for (let number = 500; number <= 560; number += 1) expect(kept).toContain(number)
    expect(kept.at(-1)).toBe(6_000)
  })
})
