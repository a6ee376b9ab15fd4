import { afterAll } from '@jest/globals'
import type { Database } from '../../../src/adapters/prisma/database.js'
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
import type { Storage } from '../../contracts/storage.js'
import { threadFollowsContract } from '../../contracts/thread-follows.contract.js'
import { unitOfWorkContract } from '../../contracts/unit-of-work.contract.js'
import { userChangesContract } from '../../contracts/user-changes.contract.js'
import { userDirectoryContract } from '../../contracts/user-directory.contract.js'
import { openEmbeddedForTest } from '../../support/embedded.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { runContract } from '../../support/run-contract.js'

let database: Database | undefined

/** One for all contracts: opening takes longer than they do. */
async function onEmbedded(): Promise<{ subject: Storage; dispose(): Promise<void> }> {
  database ??= await openEmbeddedForTest()
  return { subject: prismaStorage(database.prisma), dispose: () => Promise.resolve() }
}

afterAll(async () => {
  await database?.close()
})

runContract(attachmentRepositoryContract, 'embedded PostgreSQL', onEmbedded)
runContract(banContract, 'embedded PostgreSQL', onEmbedded)
runContract(blockContract, 'embedded PostgreSQL', onEmbedded)
runContract(changeLogContract, 'embedded PostgreSQL', onEmbedded)
runContract(changeReaderContract, 'embedded PostgreSQL', onEmbedded)
runContract(chatHeadsContract, 'embedded PostgreSQL', onEmbedded)
runContract(chatPreferencesContract, 'embedded PostgreSQL', onEmbedded)
runContract(chatReaderContract, 'embedded PostgreSQL', onEmbedded)
runContract(inviteContract, 'embedded PostgreSQL', onEmbedded)
runContract(messageRepositoryContract, 'embedded PostgreSQL', onEmbedded)
runContract(messageListsContract, 'embedded PostgreSQL', onEmbedded)
runContract(messageStoreContract, 'embedded PostgreSQL', onEmbedded)
runContract(messageSearchContract, 'embedded PostgreSQL', onEmbedded)
runContract(presenceDirectoryContract, 'embedded PostgreSQL', onEmbedded)
runContract(readMarksContract, 'embedded PostgreSQL', onEmbedded)
runContract(threadFollowsContract, 'embedded PostgreSQL', onEmbedded)
runContract(unitOfWorkContract, 'embedded PostgreSQL', onEmbedded)
runContract(userChangesContract, 'embedded PostgreSQL', onEmbedded)
runContract(userDirectoryContract, 'embedded PostgreSQL', onEmbedded)
