import { describe, expect, it } from '@jest/globals'
import { plantedBugs } from './simulation/planted-bugs.js'
import { simulate } from './simulation/simulate.js'

describe('a bug is found', () => {
  const mostSchedules = 1_000

  it.each(plantedBugs)(
    'that $name, by $rule',
    async ({ rule, planted, mutate }) => {
      const restore = mutate?.()
      try {
        const found = new Set<string>()
        for (let seed = 1; seed <= mostSchedules && !found.has(rule); seed += 1)
          for (const violation of (await simulate(seed, planted())).violations) found.add(violation.rule)
        expect([...found]).toContain(rule)
      } finally {
        restore?.()
      }
    },
    60_000,
  )
})
