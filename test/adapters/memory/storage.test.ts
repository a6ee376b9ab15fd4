import { attachmentRepositoryContract } from '../../contracts/attachment-repository.contract.js'
import { banContract } from '../../contracts/bans.contract.js'
import { blockContract } from '../../contracts/blocks.contract.js'
import { changeLogContract } from '../../contracts/change-log.contract.js'
import { changeReaderContract } from '../../contracts/change-reader.contract.js'
import { chatHeadsContract } from '../../contracts/chat-heads.contract.js'
import { chatPreferencesContract } from '../../contracts/chat-preferences.contract.js'
import { chatReaderContract } from '../../contracts/chat-reader.contract.js'
import { inviteContract } from '../../contracts/invites.contract.js'
import { messageListsContract } from '../../contracts/message-lists.contract.js'
import { messageRepositoryContract } from '../../contracts/message-repository.contract.js'
import { messageSearchContract } from '../../contracts/message-search.contract.js'
import { messageStoreContract } from '../../contracts/message-store.contract.js'
import { presenceDirectoryContract } from '../../contracts/presence-directory.contract.js'
import { readMarksContract } from '../../contracts/read-marks.contract.js'
import { threadFollowsContract } from '../../contracts/thread-follows.contract.js'
import { unitOfWorkContract } from '../../contracts/unit-of-work.contract.js'
import { userChangesContract } from '../../contracts/user-changes.contract.js'
import { userDirectoryContract } from '../../contracts/user-directory.contract.js'
import { inMemoryStorage } from '../../support/in-memory-storage.js'
import { runContract } from '../../support/run-contract.js'

async function inMemory() {
  return { subject: inMemoryStorage().storage, dispose: async () => undefined }
}

runContract(attachmentRepositoryContract, 'memory', inMemory)
runContract(banContract, 'memory', inMemory)
runContract(blockContract, 'memory', inMemory)
runContract(changeLogContract, 'memory', inMemory)
runContract(changeReaderContract, 'memory', inMemory)
runContract(chatHeadsContract, 'memory', inMemory)
runContract(chatPreferencesContract, 'memory', inMemory)
runContract(chatReaderContract, 'memory', inMemory)
runContract(inviteContract, 'memory', inMemory)
runContract(messageRepositoryContract, 'memory', inMemory)
runContract(messageListsContract, 'memory', inMemory)
runContract(messageStoreContract, 'memory', inMemory)
runContract(messageSearchContract, 'memory', inMemory)
runContract(presenceDirectoryContract, 'memory', inMemory)
runContract(readMarksContract, 'memory', inMemory)
runContract(threadFollowsContract, 'memory', inMemory)
runContract(unitOfWorkContract, 'memory', inMemory)
runContract(userChangesContract, 'memory', inMemory)
runContract(userDirectoryContract, 'memory', inMemory)
