import { InMemoryPresence } from '../../../src/adapters/memory/in-memory-presence-leases.js'
import { SystemTimers } from '../../../src/adapters/system/system-timers.js'
import { presenceLeasesContract } from '../../contracts/presence-leases.contract.js'
import { runContract } from '../../support/run-contract.js'

runContract(presenceLeasesContract, 'memory', async () => {
  const presence = new InMemoryPresence(new SystemTimers(), { lease: 1_500, absence: 300, socketsPerUser: 3 })
  return { subject: { one: presence.node(), other: presence.node() }, dispose: async () => undefined }
})
