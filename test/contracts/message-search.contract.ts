import assert from 'node:assert/strict'
import { ValidationFailed } from '../../src/domain/errors.js'
import type { ChatId } from '../../src/domain/ids.js'
import type { Message } from '../../src/domain/messages/message.js'
import type { SearchCriteria } from '../../src/domain/search/criteria.js'
import { parseSearch, type SearchFilters } from '../../src/domain/search/criteria.js'
import type { User } from '../../src/domain/user.js'
import type { Contract } from './contract.js'
import { corpus, piecesOf } from './search-corpus.js'
import type { Storage } from './storage.js'
import { amend, join, later, leave, makeGroup, makeUsers, send, someTime, unknownId, upTo } from './world.js'

const anyFilters: SearchFilters = { chatId: null, from: null, since: null, until: null, order: 'best' }

const asked = (question: string, filters: Partial<SearchFilters> = {}): SearchCriteria =>
  parseSearch(question, { ...anyFilters, ...filters })

async function textsFound(storage: Storage, user: User, criteria: SearchCriteria, limit = 50): Promise<readonly (string | null)[]> {
  const page = await storage.search.search(user.id, criteria, { limit, cursor: null })
  return (page?.items ?? []).map((message) => message.text)
}

/** Every page, with so many to a page. */
async function foundInPages(storage: Storage, user: User, criteria: SearchCriteria, limit: number): Promise<readonly Message[]> {
  const found: Message[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Storage['search']['search']>> = await storage.search.search(user.id, criteria, { limit, cursor })
    assert.ok(page !== null && page.items.length <= limit)
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

/** Nothing in it that anybody could see, or would type alone. */
const isUnseen = (piece: string): boolean => /^[\s"\p{M}\p{Default_Ignorable_Code_Point}]*$/u.test(piece)

/** Two people in a group, and what one of them has said there, a minute apart. */
async function talk(storage: Storage, ...texts: readonly string[]): Promise<{ ada: User; bob: User; chatId: ChatId }> {
  const [ada, bob] = await makeUsers(storage, 2)
  assert.ok(ada && bob)
  const chat = await makeGroup(storage, [ada, bob])
  for (const [index, text] of texts.entries()) await send(storage, chat.id, ada, { text, createdAt: later(index * 60_000) })
  return { ada, bob, chatId: chat.id }
}

export const messageSearchContract: Contract<Storage> = {
  port: 'MessageSearch',
  rules: [
    {
      id: 'MF1',
      says: 'every piece of two characters or more of every text, in twenty scripts and kinds of text, finds that text',
      async check(storage) {
        const { bob } = await talk(storage, ...corpus)
        await storage.settleSearch()
        const missed: string[] = []
        for (const [index, text] of corpus.entries()) {
          for (const piece of new Set(piecesOf(text, 6, index + 1))) {
            if (isUnseen(piece)) continue
            const found = await textsFound(storage, bob, asked(piece.replaceAll('"', ' ')))
            if (!found.includes(text)) missed.push(`${JSON.stringify(piece)} of ${text}`)
          }
        }
        assert.deepEqual(missed, [])
      },
    },
    {
      id: 'MF1',
      says: 'what contains no such piece is not found, also if it has the same letters elsewhere',
      async check(storage) {
        const { ada } = await talk(storage, 'banana band', 'abc bcd cde', 'C:\\temp', '100 percent', 'a-b')
        await storage.settleSearch()
        const found = (question: string) => textsFound(storage, ada, asked(question))
        assert.deepEqual(await found('abcde'), [])
        assert.deepEqual(await found('"banana ban"'), ['banana band'])
        assert.deepEqual(await found('"band banana"'), [])
        for (const question of ['%', '_', 'a_b', '100%', 'C:\\\\temp', "'", "';--", '&', '!abc', ':*', '(', 'a & b']) {
          assert.deepEqual(await found(question), [], question)
        }
        assert.deepEqual(await found('C:\\temp'), ['C:\\temp'])
      },
    },
    {
      id: 'MF1',
      says: 'letter case, accents, width and white space do not count, and all terms must be there',
      async check(storage) {
        const { ada } = await talk(storage, 'Ça va,  STRASSE\nund Ὀδός', 'ｆｕｌｌ width', 'only und here')
        await storage.settleSearch()
        const found = async (question: string) => (await textsFound(storage, ada, asked(question))).length
        assert.deepEqual(
          await Promise.all(['ca VA', 'straße', '"strasse UND οδοσ"', 'full', 'und', 'und va', 'und width'].map(found)),
          [1, 1, 1, 1, 2, 1, 0],
        )
      },
    },
    {
      id: 'MF1',
      says: 'what was just sent is found, before and after it is indexed, and once only',
      async check(storage) {
        const { ada, chatId } = await talk(storage, 'a first pomegranate')
        await storage.settleSearch()
        await send(storage, chatId, ada, { text: 'a second pomegranate', createdAt: later(1_000) })
        const expected = ['a second pomegranate', 'a first pomegranate']
        assert.deepEqual(await textsFound(storage, ada, asked('pomegranate')), expected)
        await storage.settleSearch()
        assert.deepEqual(await textsFound(storage, ada, asked('pomegranate')), expected)
      },
    },
    {
      id: 'MF2',
      says: 'nobody finds what is in chats they are not in, or were in',
      async check(storage) {
        const { ada, bob, chatId } = await talk(storage, 'a secret quince')
        const [eve] = await makeUsers(storage, 1)
        assert.ok(eve)
        await storage.settleSearch()
        await send(storage, chatId, ada, { text: 'another quince' })
        const found = (user: User) => textsFound(storage, user, asked('quince'))
        assert.deepEqual([(await found(bob)).length, (await found(eve)).length], [2, 0])
        await leave(storage, chatId, bob)
        assert.deepEqual(await found(bob), [])
        for (const user of [bob, eve]) {
          for (const id of [chatId, unknownId<ChatId>()]) {
            assert.equal(await storage.search.search(user.id, asked('quince', { chatId: id }), { limit: 5, cursor: null }), null)
          }
        }
      },
    },
    {
      id: 'MF2',
      says: 'a newcomer finds only what the history policy lets them see',
      async check(storage) {
        const [ada, eve] = await makeUsers(storage, 2)
        assert.ok(ada && eve)
        const chat = await makeGroup(storage, [ada], { history: 'since_joining' })
        await send(storage, chat.id, ada, { text: 'an old medlar' })
        await storage.settleSearch()
        await send(storage, chat.id, ada, { text: 'an older medlar' })
        await join(storage, chat.id, eve)
        await send(storage, chat.id, ada, { text: 'a new medlar' })
        assert.deepEqual(await textsFound(storage, eve, asked('medlar')), ['a new medlar'])
        await storage.settleSearch()
        assert.deepEqual(await textsFound(storage, eve, asked('medlar')), ['a new medlar'])
        assert.equal((await textsFound(storage, ada, asked('medlar'))).length, 3)
      },
    },
    {
      id: 'MF3',
      says: 'an edited message is found by its new text, a deleted one by nothing, indexed before or not',
      async check(storage) {
        const { ada, chatId } = await talk(storage)
        const found = () => Promise.all(['loquat', 'lychee'].map((term) => textsFound(storage, ada, asked(term))))
        for (const settle of [() => storage.settleSearch(), () => Promise.resolve()]) {
          const edited = await send(storage, chatId, ada, { text: 'a loquat' })
          const deleted = await send(storage, chatId, ada, { text: 'no loquat' })
          await settle()
          await amend(storage, edited, { text: 'a lychee', editedAt: later(1) })
          await amend(storage, deleted, { text: null, deletedAt: later(1) })
          assert.deepEqual(await found(), [[], ['a lychee']])
          await storage.settleSearch()
          assert.deepEqual(await found(), [[], ['a lychee']])
          await amend(storage, edited, { text: null, deletedAt: later(2) })
          assert.deepEqual(await found(), [[], []])
        }
      },
    },
    {
      id: 'MF4',
      says: 'chat, sender, time and links narrow it, alone and together',
      async check(storage) {
        const { ada, bob, chatId } = await talk(storage, 'plum one', 'plum two https://example.org/x', 'https://example.org/ three')
        const other = await makeGroup(storage, [ada, bob], { title: 'Über uns' })
        await send(storage, other.id, bob, { text: 'plum four', createdAt: later(600_000) })
        await storage.settleSearch()
        const found = (question: string, filters: Partial<SearchFilters> = {}) => textsFound(storage, ada, asked(question, filters))
        const [one, two, three, four] = ['plum one', 'plum two https://example.org/x', 'https://example.org/ three', 'plum four']
        assert.deepEqual(await found('plum', { chatId }), [two, one])
        assert.deepEqual(await found('plum', { from: bob.id }), [four])
        assert.deepEqual(await found(`plum from:@${ada.handle}`), [two, one])
        assert.deepEqual(await found('plum from:@nobody_of_this_name'), [])
        assert.deepEqual(await found('plum in:uber'), [four])
        assert.deepEqual(await found(`plum in:${chatId}`), [two, one])
        assert.deepEqual(await found('plum in:"über uns"', { chatId }), [])
        assert.deepEqual(await found('has:link'), [three, two])
        assert.deepEqual(await found('plum has:link'), [two])
        assert.deepEqual(await found('has:file'), [])
        assert.deepEqual(await found('plum', { since: later(60_000) }), [four, two])
        assert.deepEqual(await found('plum', { since: someTime, until: later(60_000) }), [one])
        assert.deepEqual(await found('plum before:2026-11-22'), [])
        assert.deepEqual(await found('plum after:2026-11-21 before:2026-11-23'), [four, two, one])
      },
    },
    {
      id: 'MF5',
      says: 'the best come first, which have the terms as words, and the newest of them; or just the newest',
      async check(storage) {
        const { ada } = await talk(storage, 'a cat', 'concatenation', 'the cat, again', 'catalogue')
        await storage.settleSearch()
        assert.deepEqual(await textsFound(storage, ada, asked('cat')), ['the cat, again', 'a cat', 'catalogue', 'concatenation'])
        assert.deepEqual(await textsFound(storage, ada, asked('CAT', { order: 'newest' })), [
          'catalogue',
          'the cat, again',
          'concatenation',
          'a cat',
        ])
      },
    },
    {
      id: 'MF5',
      says: 'pages hold each message once, whatever is sent and indexed in between, and however many are of one moment',
      async check(storage) {
        const { ada, chatId } = await talk(storage)
        for (const number of upTo(9)) await send(storage, chatId, ada, { text: `fig${number % 2 === 0 ? '' : 's'} ${number}` })
        for (const order of ['best', 'newest'] as const) {
          const criteria = asked('fig', { order })
          const expected = (await storage.search.search(ada.id, criteria, { limit: 50, cursor: null }))?.items
          assert.equal(expected?.length, 9)
          assert.deepEqual(await foundInPages(storage, ada, criteria, 2), expected)
          const first = await storage.search.search(ada.id, criteria, { limit: 4, cursor: null })
          await send(storage, chatId, ada, { text: 'not a f i g' })
          await storage.settleSearch()
          const rest = await storage.search.search(ada.id, criteria, { limit: 50, cursor: first?.nextCursor ?? null })
          assert.deepEqual([...(first?.items ?? []), ...(rest?.items ?? [])], expected)
        }
      },
    },
    {
      id: 'MF5',
      says: 'a cursor that it did not make is refused by name',
      async check(storage) {
        const { ada } = await talk(storage, 'x')
        for (const cursor of ['', 'x', 'bnVsbA', '[]', 'WyJ3b3JkcyIsIjEiLCJ4Il0']) {
          await assert.rejects(
            storage.search.search(ada.id, asked('x'), { limit: 2, cursor }),
            (error) => error instanceof ValidationFailed && error.errors[0]?.path === 'cursor',
          )
        }
      },
    },
  ],
}
