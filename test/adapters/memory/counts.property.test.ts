import { it } from '@jest/globals'
import fc from 'fast-check'
import { checkCounts, steps } from '../../support/count-model.js'
import { inMemoryStorage } from '../../support/in-memory-storage.js'

it('RE2 CH5 CH6 unread, mentions and threads count what is there, whatever was sent, edited, deleted and read', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (taken) => checkCounts(inMemoryStorage().storage, taken)),
    { numRuns: 500 },
  )
})
