import { InMemoryRateLimiter } from '../../../src/adapters/memory/in-memory-rate-limiter.js'
import { rateLimiterContract } from '../../contracts/rate-limiter.contract.js'
import { runContract } from '../../support/run-contract.js'

runContract(rateLimiterContract, 'memory', async () => {
  const limiter = new InMemoryRateLimiter()
  return { subject: { one: limiter, other: limiter }, dispose: async () => undefined }
})
