import { expect, it } from '@jest/globals'
import { requires } from '../support/requires.js'
import { prove } from './cluster/prove.js'
import { tableOf } from './cluster/table.js'

requires('server binaries')('three nodes, a PostgreSQL and a Redis of their own, with a faulty link between any two', () => {
  it('F1 F2 F8 F11 F16 I1 to I10 hold while people send', async () => {
    const said: string[] = []
    const proof = await prove({
      seed: 1,
      minutes: 0,
      faults: ['F1', 'F2', 'F8', 'F11', 'F16'],
      people: 6,
      lanes: 2,
      pauseMs: 30,
      calmMs: 1_500,
      patienceMs: 20_000,
      groups: 8,
      members: 5,
      say: (line) => void said.push(line),
    })
    if (proof.failure) {
      const violations = proof.failure.report.violations.map(({ rule, says }) => `${rule} ${says}`)
      throw new Error([...violations, ...said, tableOf(proof)].join('\n'))
    }
    expect(proof.faults.map(({ id }) => id)).toEqual(['F1', 'F2', 'F8', 'F11', 'F16'])
    expect(proof.acknowledged).toBeGreaterThan(100)
    expect(proof.frames).toBeGreaterThan(proof.acknowledged)
  }, 300_000)
})
