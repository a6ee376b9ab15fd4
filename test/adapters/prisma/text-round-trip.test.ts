import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import type { Database } from '../../../src/adapters/prisma/database.js'
import { isStorable } from '../../../src/domain/text.js'
import { makeGroup, makeUsers, send } from '../../contracts/world.js'
import { openEmbeddedForTest } from '../../support/embedded.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'

/** Whatever people write, and what tears text apart: joiners, marks, directions, quotes of SQL and of array literals. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    '👩‍👩‍👧‍👦',
    '🏳️‍🌈',
    'e\u0301\u0323',
    'שלום \u202Eabc\u202C',
    'مرحبا',
    '\u200B\u2060\uFEFF',
    '𝒳',
    'ﷺ',
    '\r\n\t\v\u0085\u2028',
    '\\',
    '"',
    '{',
    '}',
    ',',
    'NULL',
    "'; --",
    '$1',
    '\\u0000',
    '%_',
  ),
)
const text = fc
  .array(piece, { minLength: 1, maxLength: 12 })
  .map((pieces) => pieces.join(''))
  .filter((value) => isStorable(value))

async function expectRoundTrip({ prisma }: Database): Promise<void> {
  const storage = prismaStorage(prisma)
  const [person] = await makeUsers(storage, 1)
  if (person === undefined) throw new Error('no user')
  const chat = await makeGroup(storage, [person])
  const texts = fc.sample(text, 1_000)
  const sent = await Promise.all(texts.map((value) => send(storage, chat.id, person, { text: value })))
  const stored: (string | null)[] = []
  for (let after = 0; after < texts.length; ) {
    const page = await storage.messages.page(chat.id, person.id, { kind: 'after', number: after }, 100)
    stored.push(...(page?.items ?? []).map((message) => message.text))
    after += 100
  }
  const inOrder = [...sent].sort((a, b) => a.number - b.number).map((message) => message.text)
  expect(stored).toEqual(inOrder)
  expect(new Set(stored)).toEqual(new Set(texts))
}

requires('postgres')('text on a server', () => {
  it('S141 is stored as sent, 1,000 times', async () => {
    const { url, drop } = await createTestDatabase()
    const database = openPostgres(url)
    try {
      await expectRoundTrip(database)
    } finally {
      await database.close()
      await drop()
    }
  })
})

describe('text in the embedded database', () => {
  it('S141 is stored as sent, 1,000 times', async () => {
    const database = await openEmbeddedForTest()
    try {
      await expectRoundTrip(database)
    } finally {
      await database.close()
    }
  })
})
