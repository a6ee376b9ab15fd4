import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { changeLogContract } from '../../contracts/change-log.contract.js'
import { changeReaderContract } from '../../contracts/change-reader.contract.js'
import { chatHeadsContract } from '../../contracts/chat-heads.contract.js'
import { chatReaderContract } from '../../contracts/chat-reader.contract.js'
import { messageRepositoryContract } from '../../contracts/message-repository.contract.js'
import { readMarksContract } from '../../contracts/read-marks.contract.js'
import type { Storage } from '../../contracts/storage.js'
import { unitOfWorkContract } from '../../contracts/unit-of-work.contract.js'
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
  runContract(changeLogContract, 'PostgreSQL', onPostgres)
  runContract(changeReaderContract, 'PostgreSQL', onPostgres)
  runContract(chatHeadsContract, 'PostgreSQL', onPostgres)
  runContract(chatReaderContract, 'PostgreSQL', onPostgres)
  runContract(messageRepositoryContract, 'PostgreSQL', onPostgres)
  runContract(readMarksContract, 'PostgreSQL', onPostgres)
  runContract(unitOfWorkContract, 'PostgreSQL', onPostgres)
  runContract(userDirectoryContract, 'PostgreSQL', onPostgres)
})
