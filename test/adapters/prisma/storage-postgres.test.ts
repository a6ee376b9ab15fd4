import { openPostgres } from '../../../src/adapters/prisma/client.js'
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
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'
import { runContract } from '../../support/run-contract.js'

async function onPostgres(): Promise<{ subject: Storage; dispose(): Promise<void> }> {
  const { url, drop } = await createTestDatabase()
  const database = openPostgres(url)
  const dispose = async () => {
    await database.close()
    await drop()
  }
  return { subject: prismaStorage(database.prisma), dispose }
}

requires('postgres')('everything kept in PostgreSQL', () => {
  runContract(attachmentRepositoryContract, 'PostgreSQL', onPostgres)
  runContract(banContract, 'PostgreSQL', onPostgres)
  runContract(blockContract, 'PostgreSQL', onPostgres)
  runContract(changeLogContract, 'PostgreSQL', onPostgres)
  runContract(changeReaderContract, 'PostgreSQL', onPostgres)
  runContract(chatHeadsContract, 'PostgreSQL', onPostgres)
  runContract(chatPreferencesContract, 'PostgreSQL', onPostgres)
  runContract(chatReaderContract, 'PostgreSQL', onPostgres)
  runContract(inviteContract, 'PostgreSQL', onPostgres)
  runContract(messageRepositoryContract, 'PostgreSQL', onPostgres)
  runContract(messageListsContract, 'PostgreSQL', onPostgres)
  runContract(messageStoreContract, 'PostgreSQL', onPostgres)
  runContract(messageSearchContract, 'PostgreSQL', onPostgres)
  runContract(presenceDirectoryContract, 'PostgreSQL', onPostgres)
  runContract(readMarksContract, 'PostgreSQL', onPostgres)
  runContract(threadFollowsContract, 'PostgreSQL', onPostgres)
  runContract(unitOfWorkContract, 'PostgreSQL', onPostgres)
  runContract(userChangesContract, 'PostgreSQL', onPostgres)
  runContract(userDirectoryContract, 'PostgreSQL', onPostgres)
})
