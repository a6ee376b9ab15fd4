import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import pg from 'pg'
import { rateLimits } from '../../src/adapters/http/limits/rate-limits.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { attach } from '../support/files.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

const search = (person: Person, parameters: Readonly<Record<string, string>>): Promise<Json> =>
  person.expect(200, 'GET', `/v1/search?${new URLSearchParams(parameters)}`)

const textsOf = ({ items }: Json): readonly string[] => items.map((item: Json) => item.message.text)

requires('postgres')('search over HTTP', () => {
  let app: TestApp
  let ada: Person
  let bob: Person
  let eve: Person

  beforeAll(async () => {
    app = await startTestApp()
    ;[ada, bob, eve] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob'), Person.signUp(app.url, 'eve')])
  }, 60_000)
  afterAll(() => app.close())

  const indexed = () => until('everything is indexed', async () => (await app.query('SELECT FROM search_queue')).length === 0)

  it('SH1 SH2 a message is found as soon as it is sent, with the hits marked in its text as it stands', async () => {
    const chat = await ada.createGroup('Fruit', bob)
    const message = await ada.send(chat.id, 'A <b>Pomegranate</b>,  cut in two')
    const expected = {
      items: [
        {
          message,
          snippet: [
            { text: 'A <b>', hit: false },
            { text: 'Pomegranate', hit: true },
            { text: '</b>,  ', hit: false },
            { text: 'cut', hit: true },
            { text: ' in two', hit: false },
          ],
        },
      ],
      nextCursor: null,
    }
    expect(await search(bob, { q: 'pomegranate cut' })).toEqual(expected)
    await indexed()
    expect(await search(bob, { q: 'pomegranate cut' })).toEqual(expected)
    expect((await search(bob, { q: 'egran' })).items[0].snippet[1]).toEqual({ text: 'egran', hit: true })
  })

  it('SH3 filters in the question and beside it', async () => {
    const chat = await ada.createGroup('Kitchen', bob)
    const other = await ada.createGroup('Garden', bob)
    await ada.send(chat.id, 'lentils https://example.org/lentils')
    await bob.send(chat.id, 'no lentils')
    const last = await ada.send(other.id, 'plant lentils')
    const found = async (parameters: Readonly<Record<string, string>>) => textsOf(await search(bob, parameters)).length
    expect([
      await found({ q: 'lentils' }),
      await found({ q: `lentils from:@${ada.handle}` }),
      await found({ q: 'lentils', from: bob.id }),
      await found({ q: 'lentils', from: `@${bob.handle}` }),
      await found({ q: 'lentils in:kitchen' }),
      await found({ q: 'lentils', chatId: other.id }),
      await found({ q: 'lentils has:link' }),
      await found({ q: 'lentils has:file' }),
      await found({ q: 'lentils', before: '2026-01-01' }),
      await found({ q: 'lentils', after: '2026-01-01', before: '2100-01-01' }),
      await found({ q: 'lentils', after: new Date(Date.parse(last.createdAt) + 60_000).toISOString() }),
      await found({ q: `lentils before:${last.createdAt.slice(0, 10)}` }),
      await found({ from: ada.id, chatId: other.id }),
    ]).toEqual([3, 2, 1, 1, 2, 1, 1, 0, 0, 3, 0, 0, 1])
  })

  it('SH3 has:file finds what has a file, with and without a word', async () => {
    const chat = await ada.createGroup('Files', bob)
    const sendFile = async (text?: string) =>
      ada.expect(201, 'POST', `/v1/chats/${chat.id}/messages`, {
        clientId: randomUUID(),
        attachmentIds: [(await attach(ada, 'A list', { name: 'a.txt' })).id],
        ...(text === undefined ? {} : { text }),
      })
    const [silent, described] = [await sendFile(), await sendFile('a jostaberry')]
    await ada.send(chat.id, 'no jostaberry')
    for (const settle of [() => Promise.resolve(), indexed]) {
      await settle()
      const { items } = await search(bob, { q: 'has:file', chatId: chat.id })
      expect(items.map((item: Json) => item.message.id)).toEqual([described.id, silent.id])
      expect(items[1].snippet).toEqual([])
      expect(textsOf(await search(bob, { q: 'jostaberry has:file' }))).toEqual(['a jostaberry'])
    }
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/messages/${silent.id}`)
    expect(textsOf(await search(bob, { q: 'has:file', chatId: chat.id }))).toEqual(['a jostaberry'])
  })

  it('S113 S115 S119 who is not in a chat, or not any more, finds nothing of it, and cannot tell whether it is there', async () => {
    const chat = await ada.createGroup('Secret', bob)
    await ada.send(chat.id, 'the medlar is ripe')
    await indexed()
    expect(textsOf(await search(eve, { q: 'medlar' }))).toEqual([])
    const hidden = await eve.call('GET', `/v1/search?q=medlar&chatId=${chat.id}`)
    const missing = await eve.call('GET', '/v1/search?q=medlar&chatId=00000000-0000-7000-8000-000000000000')
    expect([hidden.status, missing.status]).toEqual([404, 404])
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' })
    await bob.expect(204, 'POST', `/v1/chats/${chat.id}/leave`)
    expect(textsOf(await search(bob, { q: 'medlar' }))).toEqual([])
    expect(textsOf(await search(bob, { q: 'in:secret' }))).toEqual([])
  })

  it('S119 a newcomer finds what the history policy lets them see', async () => {
    const chat = await ada.createGroup('New here')
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}`, { history: 'since_joining' })
    await ada.send(chat.id, 'an old rhubarb')
    await ada.expect(201, 'POST', `/v1/chats/${chat.id}/members`, { userId: eve.id })
    await ada.send(chat.id, 'a new rhubarb')
    expect(textsOf(await search(eve, { q: 'rhubarb' }))).toEqual(['a new rhubarb'])
    await indexed()
    expect(textsOf(await search(eve, { q: 'rhubarb' }))).toEqual(['a new rhubarb'])
  })

  it('SH5 a deletion is in effect at once, an edit too, whether indexed or not', async () => {
    const chat = await ada.createGroup('Changes', bob)
    const [gone, edited] = [await ada.send(chat.id, 'gooseberry one'), await ada.send(chat.id, 'gooseberry two')]
    await indexed()
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/messages/${gone.id}`)
    await ada.expect(200, 'PATCH', `/v1/chats/${chat.id}/messages/${edited.id}`, { text: 'currant two' })
    const states = async () => [textsOf(await search(bob, { q: 'gooseberry' })), textsOf(await search(bob, { q: 'currant' }))]
    expect(await app.query('SELECT FROM message_search WHERE message_id = $1', [gone.id])).toHaveLength(0)
    expect(await states()).toEqual([[], ['currant two']])
    await indexed()
    expect(await states()).toEqual([[], ['currant two']])
  })

  it('S142 S143 what means something to SQL, LIKE or tsquery means itself', async () => {
    const chat = await ada.createGroup('Signs', bob)
    const signs = ["50% off_now C:\\dir 'q' a:* !b | (c) & d <-> e", 'nothing of it']
    for (const text of signs) await ada.send(chat.id, text)
    for (const q of ['%', '_', '\\', "'", "'q'", ':*', '!b', '(c)', '&', '<->', 'f_n', 'C:\\d']) {
      expect([q, textsOf(await search(bob, { q, chatId: chat.id }))]).toEqual([q, [signs[0]]])
    }
    for (const q of ['%%', 'o%f', "') OR 1=1 --", '5_%', '\\\\', 'a:*b']) {
      expect([q, textsOf(await search(bob, { q, chatId: chat.id }))]).toEqual([q, []])
    }
  })

  it('S146 what is no question is refused by name', async () => {
    const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      q: { q: ' ' },
      before: { q: 'x', before: '2026-02-30' },
      after: { q: 'x', after: '+99999-01-01T00:00:00Z' },
      from: { q: 'x', from: 'ada' },
      chatId: { q: 'x', chatId: 'y' },
      sort: { q: 'x', sort: 'worst' },
      cursor: { q: 'x', cursor: 'AAAA' },
      limit: { q: 'x', limit: '0' },
    }
    for (const [path, parameters] of Object.entries(refused)) {
      const { status, body } = await ada.call('GET', `/v1/search?${new URLSearchParams(parameters)}`)
      expect([status, body.errors?.[0]?.path]).toEqual([400, path])
    }
    expect((await ada.call('GET', `/v1/search?q=${'x'.repeat(201)}`)).status).toBe(400)
    expect((await ada.call('GET', '/v1/search?q=%00')).status).toBe(400)
  })

  it('SH4 pages follow one another by cursor, best or newest first', async () => {
    const chat = await ada.createGroup('Pages', bob)
    for (const text of ['fig 1', 'figs 2', 'fig 3', 'figs 4', 'fig 5']) await ada.send(chat.id, text)
    const all = async (sort: string) => {
      const texts: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Json = await search(bob, { q: 'fig', sort, limit: '2', chatId: chat.id, ...(cursor ? { cursor } : {}) })
        texts.push(...textsOf(page))
        cursor = page.nextCursor
      }
      return texts
    }
    expect(await all('best')).toEqual(['fig 5', 'fig 3', 'fig 1', 'figs 4', 'figs 2'])
    expect(await all('newest')).toEqual(['fig 5', 'figs 4', 'fig 3', 'figs 2', 'fig 1'])
  })

  it('SH6 S143 what the database does not answer in time is a 503', async () => {
    const holder = new pg.Client({ connectionString: app.databaseUrl })
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE message_search')
    const begun = performance.now()
    const { status, headers, body } = await bob.call('GET', '/v1/search?q=anything')
    await holder.end()
    expect([status, headers.get('Retry-After') === null, body.code]).toEqual([503, false, 'unavailable'])
    expect(performance.now() - begun).toBeLessThan(10_000)
    await search(bob, { q: 'anything' })
  })

  it('S71 is limited by user', async () => {
    const limited = await startTestApp({ settings: { RATE_LIMITS: 'on' } })
    const person = await Person.signUp(limited.url, 'busy')
    const statuses = new Map<number, number>()
    for (let turn = 0; turn <= rateLimits.searchAccount.points; turn += 1) {
      const { status } = await person.call('GET', '/v1/search?q=x')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect(Object.fromEntries(statuses)).toEqual({ 200: rateLimits.searchAccount.points, 429: 1 })
    await limited.close()
  }, 60_000)
})
