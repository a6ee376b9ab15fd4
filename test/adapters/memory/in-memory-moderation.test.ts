import { randomUUID } from 'node:crypto'
import { InMemoryInstanceAdmins } from '../../../src/adapters/memory/in-memory-instance-admins.js'
import { InMemoryReports } from '../../../src/adapters/memory/in-memory-reports.js'
import type { UserId } from '../../../src/domain/ids.js'
import { instanceAdminsContract } from '../../contracts/instance-admins.contract.js'
import { reportsContract } from '../../contracts/reports.contract.js'
import { inMemoryStorage } from '../../support/in-memory-storage.js'
import { runContract } from '../../support/run-contract.js'

const nothingToClose = { dispose: async () => undefined }

runContract(reportsContract, 'memory', async () => {
  const { store, storage } = inMemoryStorage()
  return { subject: { storage, reports: new InMemoryReports(store) }, ...nothingToClose }
})

runContract(instanceAdminsContract, 'memory', async () => {
  const named = randomUUID() as UserId
  const newUser = async () => randomUUID() as UserId
  return { subject: { admins: new InMemoryInstanceAdmins([named]), named, newUser }, ...nothingToClose }
})
