import assert from 'node:assert/strict'
import type { Timers } from '../../src/application/ports/timers.js'
import type { Contract } from './contract.js'

export interface TimersSubject {
  readonly timers: Timers
  /** Lets so many milliseconds pass, and a little more. */
  pass(milliseconds: number): Promise<void>
}

export const timersContract: Contract<TimersSubject> = {
  port: 'Timers',
  rules: [
    {
      id: 'TM1',
      says: 'runs a task once, not before its time and not before the call returns',
      check: async ({ timers, pass }) => {
        const runs: number[] = []
        const begun = timers.elapsed()
        timers.after(0, () => runs.push(0))
        timers.after(20, () => runs.push(timers.elapsed() - begun))
        assert.deepEqual(runs, [])
        await pass(60)
        assert.equal(runs.length, 2)
        // Node's timers may fire up to a millisecond early by the monotonic clock.
        assert.ok((runs[1] ?? 0) >= 19)
        await pass(60)
        assert.equal(runs.length, 2)
      },
    },
    {
      id: 'TM2',
      says: 'runs no task that was cancelled, and does not mind a cancellation that comes late or twice',
      check: async ({ timers, pass }) => {
        let runs = 0
        const cancel = timers.after(10, () => {
          runs += 1
        })
        const late = timers.after(0, () => undefined)
        cancel()
        cancel()
        await pass(40)
        late()
        assert.equal(runs, 0)
      },
    },
    {
      id: 'TM3',
      says: 'tells how much time passed between two moments, and never runs backwards',
      check: async ({ timers, pass }) => {
        const before = timers.elapsed()
        await pass(20)
        const passed = timers.elapsed() - before
        assert.ok(passed >= 19, `${passed} ms`)
        assert.ok(timers.elapsed() >= before + passed)
      },
    },
  ],
}
