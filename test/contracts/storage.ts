import type { ChangeLog } from '../../src/application/ports/change-log.js'
import type { ChangeReader } from '../../src/application/ports/change-reader.js'
import type { ChatHeads } from '../../src/application/ports/chat-heads.js'
import type { ChatReader } from '../../src/application/ports/chat-reader.js'
import type { MessageRepository } from '../../src/application/ports/message-repository.js'
import type { ReadMarks } from '../../src/application/ports/read-marks.js'
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js'
import type { UserDirectory } from '../../src/application/ports/user-directory.js'
import type { User } from '../../src/domain/user.js'

/** The ports that share one store: the contracts of each write through some and look through the others. */
export interface Storage {
  readonly changes: ChangeReader
  readonly chats: ChatReader
  readonly heads: ChatHeads
  readonly log: ChangeLog
  readonly messages: MessageRepository
  readonly readMarks: ReadMarks
  readonly unitOfWork: UnitOfWork
  readonly users: UserDirectory
  /** Makes these users exist. Not a port: who there is comes from the accounts, or from the embedder. */
  addUsers(users: readonly User[]): Promise<void>
}
