import type { AttachmentRepository } from '../../src/application/ports/attachment-repository.js'
import type { BanReader } from '../../src/application/ports/bans.js'
import type { Blocks } from '../../src/application/ports/blocks.js'
import type { ChangeLog } from '../../src/application/ports/change-log.js'
import type { ChangeReader } from '../../src/application/ports/change-reader.js'
import type { ChatHeads } from '../../src/application/ports/chat-heads.js'
import type { ChatPreferences } from '../../src/application/ports/chat-preferences.js'
import type { ChatReader } from '../../src/application/ports/chat-reader.js'
import type { InviteReader } from '../../src/application/ports/invites.js'
import type { MessageLists } from '../../src/application/ports/message-lists.js'
import type { MessageRepository } from '../../src/application/ports/message-repository.js'
import type { MessageSearch } from '../../src/application/ports/message-search.js'
import type { PresenceDirectory } from '../../src/application/ports/presence-directory.js'
import type { ReadMarks } from '../../src/application/ports/read-marks.js'
import type { ThreadFollows } from '../../src/application/ports/thread-follows.js'
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js'
import type { UserChanges } from '../../src/application/ports/user-changes.js'
import type { UserDirectory } from '../../src/application/ports/user-directory.js'
import type { User } from '../../src/domain/user.js'

/** The ports that share one store: the contracts of each write through some and look through the others. */
export interface Storage {
  readonly attachments: AttachmentRepository
  readonly changes: ChangeReader
  readonly chats: ChatReader
  readonly heads: ChatHeads
  readonly log: ChangeLog
  readonly invites: InviteReader
  readonly bans: BanReader
  readonly blocks: Blocks
  readonly messageLists: MessageLists
  readonly messages: MessageRepository
  readonly preferences: ChatPreferences
  readonly presences: PresenceDirectory
  readonly readMarks: ReadMarks
  readonly threadFollows: ThreadFollows
  readonly search: MessageSearch
  readonly unitOfWork: UnitOfWork
  readonly userChanges: UserChanges
  readonly users: UserDirectory
  /** Resolves once everything that was sent is where search looks in the long run. */
  settleSearch(): Promise<void>
  /** Makes these users exist. Not a port: who there is comes from the accounts, or from the embedder. */
  addUsers(users: readonly User[]): Promise<void>
}
