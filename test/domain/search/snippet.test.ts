import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fold } from '../../../src/domain/search/fold.js'
import { snippetOf } from '../../../src/domain/search/snippet.js'
import { isStorable } from '../../../src/domain/text.js'
import { corpus } from '../../contracts/search-corpus.js'

const marked = (text: string, ...terms: readonly string[]): string =>
  snippetOf(text, terms)
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('')

describe('a snippet', () => {
  it.each([
    ['A cat, a Cat and concatenation', ['cat'], 'A [cat], a [Cat] and con[cat]enation'],
    ['Die STRASSE, die Straße', ['strasse'], 'Die [STRASSE], die [Straße]'],
    ['cafe\u0301s', ['cafe'], '[cafe\u0301]s'],
    ['one  two', ['one two'], '[one  two]'],
    ['banana', ['ana', 'nan'], 'b[anana]'],
    ['👩‍👩‍👧 and 👩', ['👩'], '[👩‍👩‍👧] and [👩]'],
    ['ﬁne', ['i'], '[ﬁ]ne'],
    ['我喜欢猫', ['喜欢'], '我[喜欢]猫'],
    ['nothing of it', [], 'nothing of it'],
    ['', [], ''],
  ])('of %j for %j is %j', (text, terms, expected) => {
    expect(marked(text, ...terms)).toBe(expected)
  })

  it('of a long text is a piece around the first hit, and not the beginning of it', () => {
    const text = `${'before '.repeat(100)}needle${' after'.repeat(100)}`
    const whole = snippetOf(text, ['needle'])
      .map((part) => part.text)
      .join('')
    expect(whole).toContain('needle')
    expect(whole.length).toBeLessThanOrEqual(240)
    expect(text).toContain(whole)
  })

  it('is always a piece of the text as it stands, of whole characters, and its hits are what was asked for', () => {
    const long = fc.array(fc.oneof(fc.constantFrom(...corpus), fc.string({ unit: 'binary', maxLength: 60 })), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(long, fc.nat(), (pieces, seed) => {
        const text = pieces.join(' ')
        const characters = [...text]
        const start = seed % (characters.length + 1)
        const term = fold(characters.slice(start, start + 2 + (seed % 5)).join('')).trim()
        const parts = snippetOf(text, term === '' ? [] : [term])
        const whole = parts.map((part) => part.text).join('')
        expect(text).toContain(whole)
        expect(isStorable(whole.replaceAll('\0', ''))).toBe(true)
        if (term !== '') expect(parts.some((part) => part.hit && fold(part.text).includes(term))).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})
