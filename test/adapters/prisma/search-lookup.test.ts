import { describe, expect, it } from '@jest/globals'
import { lookupOf } from '../../../src/adapters/prisma/search/candidates.js'
import type { Scope } from '../../../src/adapters/prisma/search/search-statements.js'
import { ada } from '../../support/people.js'

const scope: Scope = { userId: ada.id, chatIds: null, chats: 1_000, messages: 1_000_000, indexed: 1_000_000, senderId: null }

/** What is looked up if so many of 5,000 messages have each part, and so many all of them. */
const lookup = (hits: Readonly<Record<string, number>>, having = 0, messages = scope.messages) => {
  const parts = Object.entries(hits).map(([operand, count]) => ({ operand, hits: count }))
  return lookupOf({ walked: 5_000, having, parts }, { ...scope, messages })
}

describe('what is looked up of a question', () => {
  it('is its rarest parts, four at most, the rarest first', () => {
    expect(lookup({ "'abc'": 900, "'bcd'": 50, "'cde'": 40, "'def'": 2_000, "'efg'": 0, "'fgh'": 60 }).operands).toEqual([
      "'efg'",
      "'cde'",
      "'bcd'",
      "'fgh'",
    ])
  })

  it('is not what begins so with many, beside what is rare', () => {
    expect(lookup({ "'a':*": 4_500, "'bcd'": 2 }).operands).toEqual(["'bcd'"])
    expect(lookup({ "'a':*": 4_500, "'bcd'": 2 }).cost).toBeLessThan(lookup({ "'a':*": 4_500 }).cost)
  })

  it('is what begins so if that is rarer, or alone', () => {
    expect(lookup({ "'qj':*": 3, "'bcd'": 2_000 }).operands).toEqual(["'qj':*", "'bcd'"])
    expect(lookup({ "'qj':*": 130 }).operands).toEqual(["'qj':*"])
  })

  it('is nothing where that would be all there is, or nothing is asked for', () => {
    for (const hits of [{ "'a':*": 5_000 }, {}]) expect(lookup(hits, 5_000)).toMatchObject({ operands: [], cost: Number.POSITIVE_INFINITY })
  })

  it('is looked up in the user’s chats where much more of it is elsewhere', () => {
    const inChats = (having: number, messages: number) => lookup({ "'9f':*": having }, having, messages).inChats
    expect([inChats(130, 30_000), inChats(130, 1_000_000), inChats(2, 30_000)]).toEqual([true, false, false])
  })
})
