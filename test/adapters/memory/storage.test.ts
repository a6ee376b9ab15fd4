import { InMemoryChangeLog } from '../../../src/adapters/memory/in-memory-change-log.js'
import { InMemoryChangeReader } from '../../../src/adapters/memory/in-memory-change-reader.js'
import { InMemoryChatHeads } from '../../../src/adapters/memory/in-memory-chat-heads.js'
import { InMemoryChatReader } from '../../../src/adapters/memory/in-memory-chat-reader.js'
import { InMemoryMessageRepository } from '../../../src/adapters/memory/in-memory-message-repository.js'
import { InMemoryReadMarks } from '../../../src/adapters/memory/in-memory-read-marks.js'
import { InMemoryStore } from '../../../src/adapters/memory/in-memory-store.js'
import { InMemoryUnitOfWork } from '../../../src/adapters/memory/in-memory-unit-of-work.js'
import { InMemoryUserDirectory } from '../../../src/adapters/memory/in-memory-user-directory.js'
import { SystemClock } from '../../../src/adapters/system/system-clock.js'
import { changeLogContract } from '../../contracts/change-log.contract.js'
import { changeReaderContract } from '../../contracts/change-reader.contract.js'
import { chatHeadsContract } from '../../contracts/chat-heads.contract.js'
import { chatReaderContract } from '../../contracts/chat-reader.contract.js'
import { messageRepositoryContract } from '../../contracts/message-repository.contract.js'
import { readMarksContract } from '../../contracts/read-marks.contract.js'
import type { Storage } from '../../contracts/storage.js'
import { unitOfWorkContract } from '../../contracts/unit-of-work.contract.js'
import { userDirectoryContract } from '../../contracts/user-directory.contract.js'
import { runContract } from '../../support/run-contract.js'

async function inMemory(): Promise<{ subject: Storage; dispose(): Promise<void> }> {
  const store = new InMemoryStore(new SystemClock())
  const subject: Storage = {
    changes: new InMemoryChangeReader(store),
    chats: new InMemoryChatReader(store),
    heads: new InMemoryChatHeads(store),
    log: new InMemoryChangeLog(store),
    messages: new InMemoryMessageRepository(store),
    readMarks: new InMemoryReadMarks(store),
    unitOfWork: new InMemoryUnitOfWork(store),
    users: new InMemoryUserDirectory(store),
    addUsers: async (users) => {
      for (const user of users) store.users.set(user.id, user)
    },
  }
  return { subject, dispose: () => Promise.resolve() }
}

runContract(changeLogContract, 'memory', inMemory)
runContract(changeReaderContract, 'memory', inMemory)
runContract(chatHeadsContract, 'memory', inMemory)
runContract(chatReaderContract, 'memory', inMemory)
runContract(messageRepositoryContract, 'memory', inMemory)
runContract(readMarksContract, 'memory', inMemory)
runContract(unitOfWorkContract, 'memory', inMemory)
runContract(userDirectoryContract, 'memory', inMemory)
