import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { callOf, mostMentions } from '../../../src/domain/messages/mentions.js'

describe('whom a text calls', () => {
  it.each([
    ['hello', [], false],
    ['@ada', ['ada'], false],
    ['(@ada), @bob! @ada', ['ada', 'bob'], false],
    ['@ADA and @Bob', ['ada', 'bob'], false],
    ['@all @ada', ['ada'], true],
    ['@ALL', [], true],
    ['ada@example.com @ada@example.com https://x.org/@ada', [], false],
    ['@ab @abc', ['abc'], false],
    [`@${'a'.repeat(32)} @${'b'.repeat(33)}`, ['a'.repeat(32)], false],
    ['@ada_1,@bob', ['ada_1', 'bob'], false],
    ['@allx', ['allx'], false],
    ['日本@ada', ['ada'], false],
  ])('%s', (text, handles, all) => {
    expect(callOf(text)).toEqual({ handles, all })
  })

  it('S147 is bounded, however many it names', () => {
    const text = Array.from({ length: 1_000 }, (_, index) => `@user${index}`).join(' ')
    expect(callOf(text).handles).toHaveLength(mostMentions)
  })

  it('S144 is found in time that grows with the text alone', () => {
    for (const text of ['@'.repeat(50_000), 'a'.repeat(50_000), '@a'.repeat(25_000), `@${'a'.repeat(50_000)}`, '@aaa@'.repeat(10_000)]) {
      const started = performance.now()
      callOf(text)
      expect(performance.now() - started).toBeLessThan(500)
    }
  })

  it('names only what could be a handle, each once', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('@', 'a', 'B', '_', '9', ' ', '.', '/', 'é') }), (text) => {
        const { handles } = callOf(text)
        expect(new Set(handles).size).toBe(handles.length)
        for (const handle of handles) expect(handle).toMatch(/^[a-z0-9_]{3,32}$/)
      }),
    )
  })
})
