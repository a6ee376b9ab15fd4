import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Sequencer } from '../../../src/application/rooms/sequencer.js'

const placedAt = (position: number): Sequencer<string> => {
  const sequencer = new Sequencer<string>()
  sequencer.advanceTo(position)
  return sequencer
}

describe('a sequencer', () => {
  it('lets the next change pass at once', () => {
    const sequencer = placedAt(4)
    expect(sequencer.take(5, 'five', 0)).toEqual(['five'])
    expect(sequencer.position).toBe(5)
  })

  it('drops what was there before', () => {
    const sequencer = placedAt(4)
    expect(sequencer.take(4, 'four', 0)).toEqual([])
    expect(sequencer.take(5, 'five', 0)).toEqual(['five'])
    expect(sequencer.take(5, 'five again', 0)).toEqual([])
  })

  it('holds a later change until the missing one has come, and then answers both in order', () => {
    const sequencer = placedAt(4)
    expect(sequencer.take(7, 'seven', 10)).toEqual([])
    expect(sequencer.take(6, 'six', 20)).toEqual([])
    expect(sequencer.held).toBe(2)
    expect(sequencer.holdingSince).toBe(10)
    expect(sequencer.take(5, 'five', 30)).toEqual(['five', 'six', 'seven'])
    expect(sequencer.holdingSince).toBeNull()
  })

  it('keeps the first of two that are held with the same place', () => {
    const sequencer = placedAt(4)
    sequencer.take(6, 'six', 0)
    sequencer.take(6, 'six again', 5)
    expect(sequencer.take(5, 'five', 9)).toEqual(['five', 'six'])
  })

  it('holds everything until it is placed', () => {
    const sequencer = new Sequencer<string>()
    expect(sequencer.take(6, 'six', 0)).toEqual([])
    expect(sequencer.take(5, 'five', 0)).toEqual([])
    expect(sequencer.take(9, 'nine', 0)).toEqual([])
    expect(sequencer.advanceTo(4)).toEqual(['five', 'six'])
    expect(sequencer.position).toBe(6)
  })

  it('is placed past what is known by then, and answers only what is later', () => {
    const sequencer = new Sequencer<string>()
    sequencer.take(5, 'five', 0)
    sequencer.take(7, 'seven', 0)
    expect(sequencer.advanceTo(6)).toEqual(['seven'])
    expect(sequencer.held).toBe(0)
  })

  it('never moves back', () => {
    const sequencer = placedAt(10)
    expect(sequencer.advanceTo(3)).toEqual([])
    expect(sequencer.take(10, 'ten', 0)).toEqual([])
    expect(sequencer.position).toBe(10)
  })

  it('gives up a gap: answers what is held in order, and drops what comes too late', () => {
    const sequencer = placedAt(4)
    sequencer.take(9, 'nine', 0)
    sequencer.take(6, 'six', 0)
    expect(sequencer.giveUp()).toEqual(['six', 'nine'])
    expect(sequencer.take(5, 'five', 1)).toEqual([])
    expect(sequencer.take(10, 'ten', 1)).toEqual(['ten'])
  })

  it('gives up nothing where nothing is held', () => {
    const sequencer = placedAt(4)
    expect(sequencer.giveUp()).toEqual([])
    expect(sequencer.position).toBe(4)
  })

  it('answers every order with repeats as an ascending sequence, whole unless it was told to give up', () => {
    const step = fc.oneof(
      { weight: 20, arbitrary: fc.record({ seq: fc.integer({ min: 1, max: 12 }) }) },
      { weight: 1, arbitrary: fc.constant('give up' as const) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const sequencer = new Sequencer<number>()
        sequencer.advanceTo(0)
        const seen = new Set<number>()
        const out: number[] = []
        let gaveUp = false
        steps.forEach((next, time) => {
          if (next === 'give up') {
            gaveUp ||= sequencer.held > 0
            out.push(...sequencer.giveUp())
          } else {
            seen.add(next.seq)
            out.push(...sequencer.take(next.seq, next.seq, time))
          }
        })
        expect(out).toEqual([...new Set(out)].sort((one, other) => one - other))
        if (gaveUp) return
        let whole = 0
        while (seen.has(whole + 1)) whole += 1
        expect(out).toEqual(Array.from({ length: whole }, (_, place) => place + 1))
        expect(sequencer.held).toBe([...seen].filter((seq) => seq > whole).length)
      }),
      { numRuns: 2_000 },
    )
  })
})
