import { describe, expect, it } from '@jest/globals'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { SteadyPace } from '../../../src/application/credentials/steady-pace.js'
import { InvalidCredentials } from '../../../src/domain/errors.js'

describe('SteadyPace', () => {
  const setUp = () => {
    const timers = new ManualTimers()
    const taking = (milliseconds: number) => new Promise<void>((resolve) => timers.after(milliseconds, resolve))
    /** When the work is over, as its caller sees it. */
    const endOf = async (work: Promise<unknown>) => {
      let end: number | null = null
      const noted = () => {
        end = timers.elapsed()
      }
      void work.then(noted, noted)
      while (end === null && timers.elapsed() < 1_000) await timers.advance(1)
      return end
    }
    return { pace: new SteadyPace(timers), taking, endOf }
  }

  it.each([
    [0, 250],
    [1, 250],
    [249, 250],
    [251, 500],
  ])('S38 work of %i ms is over after %i', async (work, end) => {
    const { pace, taking, endOf } = setUp()
    expect(await endOf(pace.run(() => taking(work)))).toBe(end)
  })

  it('S37 a refusal waits for the tick, success does not', async () => {
    const { pace, taking, endOf } = setUp()
    expect(await endOf(pace.refusalsOf(() => taking(7)))).toBe(7)
    const refused = setUp()
    const refusal = async () => {
      await refused.taking(7)
      throw new InvalidCredentials()
    }
    const work = refused.pace.refusalsOf(refusal)
    expect(await refused.endOf(work)).toBe(250)
    await expect(work).rejects.toThrow(InvalidCredentials)
  })
})
