import type { Clock } from '../../application/ports/clock.js'
import type { User } from '../../domain/user.js'
import { InMemoryAttachmentRepository } from './in-memory-attachment-repository.js'
import { InMemoryBans } from './in-memory-bans.js'
import { InMemoryBlocks } from './in-memory-blocks.js'
import { InMemoryChangeLog } from './in-memory-change-log.js'
import { InMemoryChangeReader } from './in-memory-change-reader.js'
import { InMemoryChatHeads } from './in-memory-chat-heads.js'
import { InMemoryChatPreferences } from './in-memory-chat-preferences.js'
import { InMemoryChatReader } from './in-memory-chat-reader.js'
import { InMemoryInvites } from './in-memory-invites.js'
import { InMemoryMessageLists } from './in-memory-message-lists.js'
import { InMemoryMessageRepository } from './in-memory-message-repository.js'
import { InMemoryMessageSearch } from './in-memory-message-search.js'
import { InMemoryPresenceDirectory } from './in-memory-presence-directory.js'
import { InMemoryReadMarks } from './in-memory-read-marks.js'
import { InMemoryStore } from './in-memory-store.js'
import { InMemoryThreadFollows } from './in-memory-thread-follows.js'
import { InMemoryUnitOfWork } from './in-memory-unit-of-work.js'
import { InMemoryUserChanges } from './in-memory-user-changes.js'
import { InMemoryUserDirectory } from './in-memory-user-directory.js'

/** All that chats and messages need kept, in memory and over one store, by the names that `createChatCore` takes. */
export function createInMemoryStorage(clock: Clock, store = new InMemoryStore(clock)) {
  return {
    attachments: new InMemoryAttachmentRepository(store),
    unitOfWork: new InMemoryUnitOfWork(store),
    userChanges: new InMemoryUserChanges(store),
    users: new InMemoryUserDirectory(store),
    chats: new InMemoryChatReader(store),
    invites: new InMemoryInvites(store),
    bans: new InMemoryBans(store),
    blocks: new InMemoryBlocks(store),
    messages: new InMemoryMessageRepository(store),
    preferences: new InMemoryChatPreferences(store),
    messageLists: new InMemoryMessageLists(store),
    threadFollows: new InMemoryThreadFollows(store),
    readMarks: new InMemoryReadMarks(store),
    changes: new InMemoryChangeReader(store),
    heads: new InMemoryChatHeads(store),
    log: new InMemoryChangeLog(store),
    search: new InMemoryMessageSearch(store),
    presences: new InMemoryPresenceDirectory(store),
    /** Makes these users exist. */
    addUsers: async (users: readonly User[]): Promise<void> => {
      for (const user of users) store.users.set(user.id, user)
    },
  }
}
