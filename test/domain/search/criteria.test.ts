import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ValidationFailed } from '../../../src/domain/errors.js'
import type { UserId } from '../../../src/domain/ids.js'
import { parseSearch, type SearchFilters } from '../../../src/domain/search/criteria.js'

const none: SearchFilters = { chatId: null, from: null, since: null, until: null, order: 'best' }
const parsed = (question: string, filters: Partial<SearchFilters> = {}) => {
  const { terms, chatNamed, from, since, until, has } = parseSearch(question, { ...none, ...filters })
  return { terms, chatNamed, from, since: since?.toISOString() ?? null, until: until?.toISOString() ?? null, has: [...has] }
}
const nothing = { terms: [], chatNamed: null, from: null, since: null, until: null, has: [] }

describe('what somebody typed into the search', () => {
  it.each([
    ['Two  WORDS', { terms: ['two', 'words'] }],
    ['twice Twice', { terms: ['twice'] }],
    ['"a phrase,  quoted" and', { terms: ['a phrase, quoted', 'and'] }],
    ['"never closed', { terms: ['"never', 'closed'] }],
    ['say"s', { terms: ['say"s'] }],
    ['""', null],
    ['x from:@Ada_1', { terms: ['x'], from: '@ada_1' }],
    ['from:ada FROM:@bob', { from: '@bob' }],
    ['from:@x', { terms: ['from:@x'] }],
    ['from:', { terms: ['from:'] }],
    ['in:Café', { chatNamed: 'cafe' }],
    ['in:"Our team"', { chatNamed: 'our team' }],
    ['has:link has:file', { has: ['link', 'file'] }],
    ['has:pie', { terms: ['has:pie'] }],
    ['before:2026-01-31', { until: '2026-01-31T00:00:00.000Z' }],
    ['after:2026-01-31', { since: '2026-02-01T00:00:00.000Z' }],
    [
      'after:2026-01-01 after:2026-01-31 before:2026-03-01 before:2026-05-01',
      { since: '2026-02-01T00:00:00.000Z', until: '2026-03-01T00:00:00.000Z' },
    ],
    ['before:2026-02-30', { terms: ['before:2026-02-30'] }],
    ['after:noon before:99999-01-01', { terms: ['after:noon', 'before:99999-01-01'] }],
    ['https://example.org/in:x', { terms: ['https://example.org/in:x'] }],
    ['%', { terms: ['%'] }],
    ['', null],
    [' \u200b\u0301 ', null],
  ])('%j', (question, expected) => {
    if (expected === null) expect(() => parsed(question)).toThrow(ValidationFailed)
    else expect(parsed(question)).toEqual({ ...nothing, ...expected })
  })

  it('narrows what the parameters narrow already, and needs no words then', () => {
    const from = 'an id' as UserId
    const until = new Date('2026-01-01T00:00:00.000Z')
    expect(parsed('', { from, until })).toEqual({ ...nothing, from, until: until.toISOString() })
    expect(parsed('before:2026-02-01', { until }).until).toBe(until.toISOString())
    expect(parsed('before:2025-02-01', { until }).until).toBe('2025-02-01T00:00:00.000Z')
  })

  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (question) => {
        try {
          expect(parseSearch(question, none).terms).not.toContain('')
        } catch (error) {
          expect(error).toBeInstanceOf(ValidationFailed)
        }
      }),
    )
  })
})
