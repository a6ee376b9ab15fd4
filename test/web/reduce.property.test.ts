import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Member } from '../../web/sdk/model.js'
import { Store } from '../../web/sdk/store.js'
import { Synchroniser } from '../../web/sdk/synchroniser.js'
import { ModelServer, person, tick, viewer } from './model-server.js'

const chatIds = ['alpha', 'beta', 'gamma']
const people = [viewer, 'ada', 'bob', 'eve']

/** One step of a history: something happens at the server, or this client hears or fetches something. */
const step = fc.record({
  kind: fc.constantFrom(
    'open',
    'send',
    'send',
    'send',
    'edit',
    'delete',
    'move',
    'rename',
    'skip',
    'read',
    'leave',
    'hear',
    'hear',
    'hear',
    'page',
    'sync',
    'sync',
    'tick',
    'tick',
    'mark',
    'release',
  ),
  chat: fc.constantFrom(...chatIds),
  who: fc.constantFrom(...people),
  at: fc.nat({ max: 60 }),
})

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

async function settled(store: Store): Promise<void> {
  for (let ticks = 0; store.get().syncWanted || store.get().syncing || !store.get().loaded; ticks += 1) {
    if (ticks > 2_000) throw new Error('The client never stopped syncing.')
    await tick()
  }
}

function startClient(server: ModelServer): { store: Store; sync: Synchroniser } {
  const store = new Store()
  const sync = new Synchroniser(store, server.sync)
  store.dispatch({ type: 'signed-in', user: person(viewer) })
  store.subscribe(() => {
    if (store.get().syncWanted) sync.request()
  })
  return { store, sync }
}

function loadAll(server: ModelServer, store: Store): void {
  for (const chat of server.chats.values()) {
    for (let from = Number.POSITIVE_INFINITY; from > 1 && chat.messages.length > 0; from = store.get().chats.get(chat.id)?.from ?? 0) {
      store.dispatch({ type: 'messages-fetched', chatId: chat.id, messages: server.page(chat, Math.min(from, chat.messages.length + 1)) })
    }
  }
}

/** What people see: everything but where the client stands in its fetching, and the marks of others, which only pass by. */
function view(store: Store): unknown {
  return [...store.get().chats.values()]
    .map(({ info: { seq: _seq, ...info }, me, unread, unreadMentions, seq, ahead, from, messages, members }) => ({
      info,
      me,
      unread,
      unreadMentions,
      seq,
      waiting: ahead.size,
      from,
      messages: [...messages.values()].toSorted((one, other) => one.number - other.number),
      members: [...members.values()].filter(({ leftAt }) => leftAt === null).toSorted((one, other) => (one.userId < other.userId ? -1 : 1)),
    }))
    .toSorted((one, other) => (one.info.id < other.info.id ? -1 : 1))
}

async function live(server: ModelServer, store: Store, sync: Synchroniser, steps: readonly Step[]): Promise<void> {
  for (const { kind, chat: chatId, who, at } of steps) {
    if (kind === 'open') server.open(chatId, ['ada'])
    if (kind === 'hear') hear(server, store, at)
    if (kind === 'tick') await tick()
    if (kind === 'sync') sync.request()
    const chat = server.chats.get(chatId)
    if (!chat) continue
    if (kind === 'send') server.send(chat, who, `${chatId}-${chat.messages.length}`, at % 3 === 0)
    if (kind === 'edit') server.change(chat, at % (chat.messages.length + 2), 'message.updated', at % 3 === 0)
    if (kind === 'delete') server.change(chat, Math.max(1, chat.messages.length - (at % 7)), 'message.deleted')
    if (kind === 'move' && who !== viewer) server.moveMember(chat, who)
    if (kind === 'rename') server.rename(chat, `title ${at}`)
    if (kind === 'skip') server.skip(chat)
    if (kind === 'read') server.read(chat, at)
    if (kind === 'mark') {
      store.dispatch({ type: 'read', chatId, number: Math.min(at, chat.messages.length) })
      server.read(chat, store.get().chats.get(chatId)?.me.readNumber ?? 0)
    }
    if (kind === 'page') store.dispatch({ type: 'messages-fetched', chatId, messages: server.page(chat, at > 30 ? null : at) })
    if (kind === 'release') store.dispatch({ type: 'messages-released', chatId, first: at, last: at + 5, newest: 4 })
    if (kind === 'leave' && chatId !== 'alpha') server.leave(chat)
  }
}

/** What is held of each chat, against what the server would say of it now. */
function expectTrue(server: ModelServer, store: Store): void {
  const { chats, syncWanted } = store.get()
  expect(syncWanted).toBe(false)
  expect([...chats.keys()].toSorted()).toEqual([...server.chats.keys()].toSorted())
  for (const [id, chat] of server.chats) {
    const held = chats.get(id)
    if (!held) throw new Error('not held')
    const { me, unread, unreadMentions, messageCount, memberCount, title } = server.snapshot(chat)
    const counts = { unread: held.unread, unreadMentions: held.unreadMentions }
    expect({ me: held.me, seq: held.seq, ...counts }).toEqual({ me, seq: chat.seq, unread, unreadMentions })
    expect(held.info).toMatchObject({ title, messageCount, memberCount })
    for (const [number, message] of held.messages) expect(message).toEqual(chat.messages[number - 1])
    for (let number = held.from; number <= messageCount; number += 1) expect(held.messages.has(number)).toBe(true)
    expect(present(held.members)).toEqual(present(chat.members))
  }
}

const present = (members: ReadonlyMap<string, Member>): readonly string[] =>
  [...members.values()]
    .filter(({ leftAt }) => leftAt === null)
    .map(({ userId }) => userId)
    .toSorted()

async function connected(): Promise<{ server: ModelServer; store: Store; sync: Synchroniser }> {
  const server = new ModelServer()
  const alpha = server.open('alpha', ['ada', 'bob'])
  for (let number = 1; number <= 8; number += 1) server.send(alpha, number === 3 ? viewer : 'ada', `before-${number}`, number === 5)
  const client = startClient(server)
  client.sync.request()
  await settled(client.store)
  return { server, ...client }
}

describe('reduce', () => {
  it('S156 shows what a fresh fetch shows, whatever of the events came, in any order and twice, once a sync is done', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.array(fc.nat(), { maxLength: 80, size: 'max' }),
        fc.boolean(),
        async (steps, order, deaf) => {
          const { server, store, sync } = await connected()
          await live(server, store, sync, deaf ? steps.filter(({ kind }) => kind !== 'hear') : steps)
          for (const place of deaf ? [] : order) {
            hear(server, store, place)
            if (place % 7 === 0) await tick()
          }
          store.dispatch({ type: 'event', event: { type: 'resync' } })
          await settled(store)
          expectTrue(server, store)

          const fresh = startClient(server)
          fresh.sync.request()
          await settled(fresh.store)
          loadAll(server, store)
          loadAll(server, fresh.store)
          expect(view(store)).toEqual(view(fresh.store))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('S156 notices by itself what it has missed, as long as the last event of each chat arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.array(fc.nat({ max: 9 }), { minLength: 120, maxLength: 120 }),
        async (steps, fate) => {
          const { server, store, sync } = await connected()
          const first = server.announced.length
          await live(server, store, sync, steps)
          const events = server.announced.slice(first)
          for (const [index, event] of events.entries()) {
            const luck = fate[index % fate.length] ?? 0
            const isDurable = 'seq' in event
            if (isDurable && luck === 0) continue
            if (luck === 1) hear(server, store, index * 7)
            store.dispatch({ type: 'event', event })
            if (luck < 4) await tick()
          }
          for (const chat of server.chats.values()) {
            server.rename(chat, 'last')
            store.dispatch({ type: 'event', event: at(server.announced, server.announced.length - 1) })
          }
          await settled(store)
          expectTrue(server, store)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('needs no sync for events that only come out of turn or twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(), { maxLength: 40 }), async (count, order) => {
        const server = new ModelServer()
        const { store, sync } = startClient(server)
        const chat = server.open('alpha', ['ada'])
        sync.request()
        await settled(store)
        const first = server.announced.length
        for (let index = 0; index < count; index += 1) server.send(chat, 'ada', `client-${index}`)
        const events = server.announced.slice(first)
        sync.stop()
        for (const place of order) store.dispatch({ type: 'event', event: at(events, place) })
        for (const event of events) store.dispatch({ type: 'event', event })
        expect(store.get().chats.get('alpha')).toMatchObject({ seq: chat.seq, unread: count })
        expect(store.get().chats.get('alpha')?.messages.size).toBe(count)
      }),
    )
  })
})

const at = <T>(items: readonly T[], place: number): T => {
  const item = items[place % items.length]
  if (item === undefined) throw new Error('nothing to take')
  return item
}

const hear = (server: ModelServer, store: Store, place: number): void =>
  store.dispatch({ type: 'event', event: at(server.announced, place) })
