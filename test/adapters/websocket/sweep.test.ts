import { describe, expect, it } from '@jest/globals'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { type Due, Sweep } from '../../../src/adapters/websocket/sweep.js'

const due = (flush: () => void): Due => ({ turns: 0, flush })
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

describe('a sweep', () => {
  const world = () => {
    const timers = new ManualTimers()
    const ran: number[] = []
    const tasks = Array.from({ length: 6 }, (_, nth) =>
      due(() => {
        timers.leap(0.5)
        ran.push(nth)
      }),
    )
    return { timers, sweep: new Sweep(timers, 1, 1), ran, tasks }
  }

  it('F43 runs a few at a time, and lets the event loop go on between', async () => {
    const { sweep, ran, tasks } = world()
    for (const task of tasks) sweep.run(task)
    expect(ran).toEqual([])
    const seen: number[] = []
    while (ran.length < 6) {
      await nextTurn()
      seen.push(ran.length)
    }
    expect(seen).toEqual([2, 4, 6])
  })

  it('runs a task once that comes again before its turn, and again in the next sweep if its turn is over', async () => {
    const { timers, sweep, ran, tasks } = world()
    for (const task of tasks) sweep.run(task)
    await nextTurn()
    for (const task of tasks) sweep.run(task)
    await nextTurn()
    await nextTurn()
    expect(ran).toEqual([0, 1, 2, 3, 4, 5])
    await timers.advance(100)
    await nextTurn()
    expect(ran).toEqual([0, 1, 2, 3, 4, 5, 0, 1])
  })

  it('F43 rests as long as it took, and begins at once after a rest in which nothing came', async () => {
    const { timers, sweep, ran, tasks } = world()
    const [one, two, three] = [tasks[1], tasks[2], tasks[3]] as [Due, Due, Due]
    sweep.run(one)
    sweep.run(two)
    await nextTurn()
    sweep.run(three)
    await timers.advance(0.75)
    await nextTurn()
    expect(ran).toEqual([1, 2])
    await timers.advance(0.25)
    await nextTurn()
    expect(ran).toEqual([1, 2, 3])
    await timers.advance(1)
    sweep.run(one)
    await nextTurn()
    expect(ran).toEqual([1, 2, 3, 1])
  })

  it('F43 a task that waits in one sweep has a turn in another as well', async () => {
    const { timers, sweep, ran, tasks } = world()
    const other = new Sweep(timers, 1, 2)
    const [one, two, three] = tasks as [Due, Due, Due]
    sweep.run(one)
    sweep.run(two)
    await nextTurn()
    sweep.run(three)
    other.run(three)
    await nextTurn()
    expect(ran).toEqual([0, 1, 2])
    await timers.advance(1)
    await nextTurn()
    expect(ran).toEqual([0, 1, 2, 2])
  })

  it('does not rest as long as the process stood still', async () => {
    const { timers, sweep, ran, tasks } = world()
    sweep.run(due(() => timers.leap(10_000)))
    await nextTurn()
    const [one] = tasks as [Due]
    sweep.run(one)
    await timers.advance(50)
    await nextTurn()
    expect(ran).toEqual([0])
  })

  it('does not rest after less than a millisecond: who comes then is next', async () => {
    const { timers, sweep, ran, tasks } = world()
    const again = due(() => {
      tasks[0]?.flush()
      if (ran.length < 3) sweep.run(again)
    })
    sweep.run(again)
    process.nextTick(() => sweep.run(again))
    await Promise.resolve()
    expect(ran).toEqual([])
    for (const _ of [1, 2, 3]) await nextTurn()
    expect(ran).toEqual([0, 0, 0])
    expect(timers.waiting).toBe(0)
  })
})
