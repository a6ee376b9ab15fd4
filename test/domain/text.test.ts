import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { codePoints, isStorable, isVisible, labelProblem, maxTextLength, messageTextProblem } from '../../src/domain/text.js'
import { fastestOf } from '../support/fastest-of.js'

/** Any string of UTF-16 units, halves of surrogate pairs and NUL included. */
const anyString = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) })
const wellFormed = fc.string({ unit: 'binary' })

const zeroWidth = [
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u180e',
  '\u3164',
  '\u115f',
  '\u{e0041}',
  '\ufe0f',
  '\u2800',
]
const whiteSpace = [' ', '\t', '\n', '\r', '\u00a0', '\u1680', '\u2003', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\u0085']

const realWorld = [
  'hello',
  'Ünïcödé',
  '日本語のメッセージ',
  'שלום עולם',
  'مرحبا بالعالم',
  'नमस्ते',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}',
  '\u{1f3f3}\ufe0f\u200d\u{1f308}',
  '\u{1f1e9}\u{1f1ea}',
  '1\ufe0f\u20e3',
  '  spaces are kept  ',
  'e\u0301',
  '\u202egnp.exe',
  '.',
]

describe('the text of a message', () => {
  it.each(realWorld)('S139 accepts %j', (text) => {
    expect(messageTextProblem(text)).toBeNull()
  })

  it.each(['', ' ', '\n\t ', ...zeroWidth, ...whiteSpace, zeroWidth.join(''), '\u0301', '\u202e', '\u0007'])(
    'S139 refuses %j: nobody would see anything',
    (text) => {
      expect(messageTextProblem(text)).toMatch(/visible/)
    },
  )

  it('S139 refuses any mixture of white space and zero-width characters, and accepts it around one visible letter', () => {
    const nothing = fc.string({ unit: fc.constantFrom(...zeroWidth, ...whiteSpace) })
    fc.assert(
      fc.property(nothing, nothing, (before, after) => {
        expect(isVisible(before + after)).toBe(false)
        expect(isVisible(`${before}x${after}`)).toBe(true)
      }),
    )
  })

  it.each(['a', 'é', '語', '\u{1f600}'])('S139 takes 4,000 code points of %s, and not one more', (character) => {
    expect(messageTextProblem(character.repeat(maxTextLength))).toBeNull()
    expect(messageTextProblem(character.repeat(maxTextLength + 1))).toMatch(/at most 4000/)
  })

  it('S139 counts code points, whatever they look like', () => {
    fc.assert(fc.property(wellFormed, (text) => expect(codePoints(text)).toBe([...text].length)))
    expect(codePoints(realWorld[6] ?? '')).toBe(7)
  })

  it('S139 judges a letter under 64 KB of combining marks in a moment, and refuses it for its length', () => {
    const text = `z${'\u0335'.repeat(65_536)}`
    expect(messageTextProblem(text)).toMatch(/at most 4000/)
    expect(fastestOf(3, () => messageTextProblem(text))).toBeLessThan(50)
  })

  it('S129 S130 is storable exactly when it has no NUL and survives UTF-8', () => {
    fc.assert(
      fc.property(fc.oneof(anyString, wellFormed), (text) => {
        const survives = Buffer.from(text, 'utf8').toString('utf8') === text
        expect(isStorable(text)).toBe(survives && !text.includes('\0'))
      }),
      { numRuns: 1_000 },
    )
  })

  it.each(['\0', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800', '\ud83d text'])('S129 S130 refuses %j', (text) => {
    expect(messageTextProblem(text)).toMatch(/NUL or an unpaired surrogate/)
  })
})

describe('a label shown beside others', () => {
  it.each(['Ann', 'Zoë Müller', '山田 太郎', 'עדי', '\u{1f469}\u200d\u{1f680} Crew', 'e\u0301'])('S140 accepts %j', (label) => {
    expect(labelProblem(label, 64)).toBeNull()
  })

  it.each(['\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'])(
    'S140 S52 refuses the bidirectional control %j wherever it stands',
    (control) => {
      for (const label of [`${control}Ann`, `An${control}n`, `Ann${control}`]) expect(labelProblem(label, 64)).toMatch(/writing direction/)
    },
  )

  it.each(zeroWidth)('S140 S52 refuses %j alone', (label) => {
    expect(labelProblem(label, 64)).toMatch(/visible/)
  })

  it.each(['a\nb', 'a\rb', 'a\tb', '\u001b[31m', 'a\u0085b', 'a\u007f'])('S140 refuses control characters: %j', (label) => {
    expect(labelProblem(label, 64)).toMatch(/control characters/)
  })

  it('S140 counts code points against the length it is given', () => {
    expect(labelProblem('\u{1f600}'.repeat(8), 8)).toBeNull()
    expect(labelProblem('\u{1f600}'.repeat(9), 8)).toMatch(/at most 8/)
  })

  it('S129 S130 never lets through what cannot be stored', () => {
    fc.assert(fc.property(anyString, (label) => expect(isStorable(label) || labelProblem(label, 1_000) !== null).toBe(true)))
  })
})
