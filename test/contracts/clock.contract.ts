import assert from 'node:assert/strict'
import type { Clock } from '../../src/application/ports/clock.js'
import type { Contract } from './contract.js'

export const clockContract: Contract<Clock> = {
  port: 'Clock',
  rules: [
    {
      id: 'CK1',
      says: 'tells the present in whole milliseconds, as a date that the caller may change',
      check: async (clock) => {
        const first = clock.now()
        assert.ok(Number.isInteger(first.getTime()))
        const time = first.getTime()
        first.setTime(0)
        assert.ok(clock.now().getTime() >= time)
      },
    },
  ],
}
