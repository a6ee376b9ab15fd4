import { describe, expect, it } from '@jest/globals'
import { takeOf } from '../../src/domain/rate-limit.js'

describe('a take', () => {
  const limit = { name: 'login', points: 2, seconds: 60 }

  it('S68 is allowed up to the limit, and only the first refusal is news', () => {
    const takes = [1, 2, 3, 4].map((taken) => takeOf(limit, taken, 1_500))
    expect(takes.map(({ allowed, remaining, isFirstRefusal }) => [allowed, remaining, isFirstRefusal])).toEqual([
      [true, 1, false],
      [true, 0, false],
      [false, 0, true],
      [false, 0, false],
    ])
  })

  it.each([
    [1_500, 2],
    [0, 1],
    [-1, 1],
    [3_600_000, 60],
  ])('S70 may be tried again in whole seconds, within the window: %i ms is %i s', (rest, seconds) => {
    expect(takeOf(limit, 1, rest).resetAfter).toBe(seconds)
  })
})
