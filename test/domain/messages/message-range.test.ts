import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { rangeOfPage } from '../../../src/domain/messages/message-range.js'

const sizes = fc.record({
  limit: fc.integer({ min: 1, max: 100 }),
  first: fc.integer({ min: 1, max: 200 }),
  head: fc.integer({ min: 0, max: 400 }),
})
const numbers = fc.integer({ min: 0, max: 500 })

const visible = (first: number, head: number): number[] =>
  Array.from({ length: Math.max(0, head - first + 1) }, (_, index) => first + index)

const listed = ({ from, to }: { from: number; to: number }): number[] => visible(from, to)

describe('the range of a page', () => {
  it('is the last so many for the newest', () => {
    fc.assert(
      fc.property(sizes, ({ limit, first, head }) => {
        expect(listed(rangeOfPage({ kind: 'newest' }, limit, first, head))).toEqual(visible(first, head).slice(-limit))
      }),
    )
  })

  it('is what comes next before or after the number, without it', () => {
    fc.assert(
      fc.property(sizes, numbers, ({ limit, first, head }, number) => {
        const all = visible(first, head)
        expect(listed(rangeOfPage({ kind: 'before', number }, limit, first, head))).toEqual(
          all.filter((each) => each < number).slice(-limit),
        )
        expect(listed(rangeOfPage({ kind: 'after', number }, limit, first, head))).toEqual(
          all.filter((each) => each > number).slice(0, limit),
        )
      }),
    )
  })

  it('holds the number around which it is, and is full where there are enough', () => {
    fc.assert(
      fc.property(sizes, numbers, ({ limit, first, head }, number) => {
        const all = visible(first, head)
        const page = listed(rangeOfPage({ kind: 'around', number }, limit, first, head))
        expect(page).toHaveLength(Math.min(limit, all.length))
        if (all.includes(number)) expect(page).toContain(number)
      }),
    )
  })

  it('has the number in its middle where there are enough on both sides', () => {
    expect(rangeOfPage({ kind: 'around', number: 50 }, 5, 1, 100)).toEqual({ from: 48, to: 52 })
    expect(rangeOfPage({ kind: 'around', number: 50 }, 4, 1, 100)).toEqual({ from: 48, to: 51 })
    expect(rangeOfPage({ kind: 'around', number: 50 }, 1, 1, 100)).toEqual({ from: 50, to: 50 })
  })
})
