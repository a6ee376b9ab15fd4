import { SteadyPace } from '../../src/application/credentials/steady-pace.js'

/** A pace whose tick is always there already. */
export const noPace = new SteadyPace({
  elapsed: () => 0,
  after: (_, task) => {
    task()
    return () => undefined
  },
})
