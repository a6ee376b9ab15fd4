import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { lexemeQueries, lexemesOf, operandsOf } from '../../../src/adapters/prisma/search/lexemes.js'
import { fold } from '../../../src/domain/search/fold.js'
import { corpus } from '../../contracts/search-corpus.js'
import { ada, aMessage } from '../../support/people.js'

const criteria = {
  terms: [] as readonly string[],
  chatId: null,
  chatNamed: null,
  from: null,
  since: null,
  until: null,
  order: 'best',
} as const
const asking = (...terms: readonly string[]) => ({ ...criteria, terms, has: new Set<'link' | 'file'>() })

/** What PostgreSQL would answer, for the few forms that are used: quoted lexemes, whole or as a beginning, all of which must be there. */
function has(lexemes: readonly string[], tsquery: string | null): boolean {
  const operands = [...(tsquery ?? '').matchAll(/'((?:[^'\\]|''|\\\\)*)'(:\*)?/g)]
  expect(operands.map(([operand]) => operand).join(' & ')).toBe(tsquery ?? '')
  return operands.every(([, quoted = '', prefix]) => {
    const wanted = quoted.replaceAll("''", "'").replaceAll('\\\\', '\\')
    return lexemes.some((lexeme) => (prefix === undefined ? lexeme === wanted : lexeme.startsWith(wanted)))
  })
}

describe('the lexemes of a message', () => {
  it('have every part of its text, from one character on, whatever the characters', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.constantFrom(...corpus))
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 1, max: 12 }), (whole, seed, length) => {
        const characters = [...whole]
        const start = seed % characters.length
        const term = fold(characters.slice(start, start + length).join('')).trim()
        if (term === '') return
        const lexemes = lexemesOf(aMessage({ text: whole }))
        const { words, parts } = lexemeQueries(asking(term), null)
        // It has one rank or the other.
        expect(has(lexemes, words?.having ?? null) || (parts !== null && has(lexemes, parts.having) && !has(lexemes, parts.lacking))).toBe(
          true,
        )
      }),
      { numRuns: 3_000 },
    )
  })

  it('are its pieces, words, sender and what is attached', () => {
    const lexemes = lexemesOf(aMessage({ text: "It's https://x.org", senderId: ada.id }))
    const hasAll = (criteria: ReturnType<typeof asking>) => has(lexemes, lexemeQueries(criteria, ada.id).words?.having ?? null)
    expect(hasAll({ ...asking("it's", 'x.org', 'https'), has: new Set(['link']) })).toBe(true)
    expect(hasAll({ ...asking(), has: new Set(['file']) })).toBe(false)
    expect(hasAll(asking('htt'))).toBe(false)
    expect(has(lexemes, lexemeQueries(asking('htt'), null).parts?.having ?? null)).toBe(true)
    expect(lexemeQueries(asking(), null)).toEqual({ words: { having: null, lacking: null }, parts: null })
    expect(lexemeQueries(asking('?!'), null)).toEqual({ words: { having: "'?!':*", lacking: null }, parts: null })
  })

  it('and what is asked of them can be taken apart again, whatever was typed', () => {
    const typed = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', "'", '\\', '&', ':', '*', '無'), minLength: 1, maxLength: 12 }))
    fc.assert(
      fc.property(typed, (terms) => {
        const { words, parts } = lexemeQueries(asking(...terms.map((term) => fold(term).trim()).filter((term) => term !== '')), null)
        for (const query of [words, parts])
          expect(query === null ? null : operandsOf(query).join(' & ') || null).toBe(query?.having ?? null)
      }),
      { numRuns: 1_000 },
    )
  })
})
