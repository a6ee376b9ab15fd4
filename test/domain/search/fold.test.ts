import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fold, foldWithOrigins, wordsOf } from '../../../src/domain/search/fold.js'
import { corpus } from '../../contracts/search-corpus.js'
import { fastestOf } from '../../support/fastest-of.js'

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...corpus))

/** Any text, and any part of it that begins and ends between two characters. */
const textAndPart = text.chain((whole) => {
  const characters = [...whole]
  return fc
    .tuple(fc.nat(characters.length), fc.nat(characters.length))
    .map(([one, other]) => [whole, characters.slice(Math.min(one, other), Math.max(one, other)).join('')] as const)
})

describe('the folding of text for search', () => {
  it.each([
    ['ÀÉÎÕÜ', 'aeiou'],
    ['STRASSE straße', 'strasse strasse'],
    ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
    ['İstanbul ıI', 'istanbul ii'],
    ['Ёлка', 'елка'],
    ['ＡＢＣ ｶﾞ ガ', 'abc カ\u3099 カ\u3099'],
    ['אָדָם', 'אדם'],
    ['مُحَمَّد آ', 'محمد ا'],
    ['a\u200db\u00adc\ufe0f', 'abc'],
    [' a\r\n\t \u3000b\u0007 ', ' a b '],
    ['ﬁ', 'fi'],
    ['กิน', 'กิน'],
  ])('makes %j %j', (from, to) => {
    expect(fold(from)).toBe(to)
  })

  it('makes of a part of a text a part of what it makes of the text, whatever the characters', () => {
    fc.assert(
      fc.property(textAndPart, ([whole, part]) => {
        expect(fold(whole)).toContain(fold(part).trim())
      }),
      { numRuns: 2_000 },
    )
  })

  it('makes of plain ASCII at once what it makes character by character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 12 }), (value) => {
        expect(fold(value)).toBe(foldWithOrigins(value).text)
      }),
      { numRuns: 2_000 },
    )
  })

  it('changes nothing when done twice', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(fold(fold(value))).toBe(fold(value))
      }),
    )
  })

  it('knows of each unit where it comes from', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { text: folded, origins } = foldWithOrigins(value)
        expect(origins).toHaveLength(folded.length)
        for (const [index, origin] of origins.entries()) {
          const character = String.fromCodePoint(value.codePointAt(origin) ?? 0)
          expect(fold(`x${character}x`).slice(1, -1)).toContain(folded[index])
        }
      }),
    )
  })

  it('S144 folds the longest message at once', () => {
    for (const character of ['a', 'Ǆ', '\u0301', '👩', '\ufdfa', ' ']) {
      expect(fastestOf(3, () => wordsOf(fold(character.repeat(4_000))))).toBeLessThan(100)
    }
  })

  it('tells words apart, the longest by their beginning', () => {
    expect([...wordsOf('the cat, the_cat; हिन्दी 42!')]).toEqual(['the', 'cat', 'the_cat', 'हिन्दी', '42'])
    expect([...wordsOf('𝒳'.repeat(100))]).toEqual(['𝒳'.repeat(64)])
  })
})
