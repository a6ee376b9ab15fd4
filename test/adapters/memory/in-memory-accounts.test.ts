import { randomUUID } from 'node:crypto'
import { InMemoryAccountRepository } from '../../../src/adapters/memory/in-memory-account-repository.js'
import { InMemoryMailOutbox } from '../../../src/adapters/memory/in-memory-mail-outbox.js'
import { InMemorySessionRepository } from '../../../src/adapters/memory/in-memory-session-repository.js'
import type { UserId } from '../../../src/domain/ids.js'
import { accountRepositoryContract } from '../../contracts/account-repository.contract.js'
import type { Contract } from '../../contracts/contract.js'
import { mailOutboxContract } from '../../contracts/mail-outbox.contract.js'
import { profileRepositoryContract } from '../../contracts/profile-repository.contract.js'
import { sessionReaderContract } from '../../contracts/session-reader.contract.js'
import { sessionRepositoryContract } from '../../contracts/session-repository.contract.js'
import { sessionStatesContract } from '../../contracts/session-states.contract.js'
import { runContract } from '../../support/run-contract.js'

const inMemory = <Subject>(contract: Contract<Subject>, makeSubject: () => Subject) =>
  runContract(contract, 'memory', async () => ({ subject: makeSubject(), dispose: async () => undefined }))

const sessionsSubject = () => {
  const disabled = new Set<UserId>()
  return {
    sessions: new InMemorySessionRepository(disabled),
    newAccount: async () => randomUUID() as UserId,
    disable: async (id: UserId) => void disabled.add(id),
  }
}

inMemory(accountRepositoryContract, () => new InMemoryAccountRepository())
inMemory(profileRepositoryContract, () => {
  const accounts = new InMemoryAccountRepository()
  return { accounts, profiles: accounts.profiles }
})
inMemory(sessionRepositoryContract, sessionsSubject)
inMemory(sessionReaderContract, sessionsSubject)
inMemory(sessionStatesContract, sessionsSubject)
inMemory(mailOutboxContract, () => new InMemoryMailOutbox())
