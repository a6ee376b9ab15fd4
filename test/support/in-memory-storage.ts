import { InMemoryAttachmentRepository } from '../../src/adapters/memory/in-memory-attachment-repository.js'
import { InMemoryBans } from '../../src/adapters/memory/in-memory-bans.js'
import { InMemoryBlocks } from '../../src/adapters/memory/in-memory-blocks.js'
import { InMemoryChangeLog } from '../../src/adapters/memory/in-memory-change-log.js'
import { InMemoryChangeReader } from '../../src/adapters/memory/in-memory-change-reader.js'
import { InMemoryChatHeads } from '../../src/adapters/memory/in-memory-chat-heads.js'
import { InMemoryChatPreferences } from '../../src/adapters/memory/in-memory-chat-preferences.js'
import { InMemoryChatReader } from '../../src/adapters/memory/in-memory-chat-reader.js'
import { InMemoryInvites } from '../../src/adapters/memory/in-memory-invites.js'
import { InMemoryMessageLists } from '../../src/adapters/memory/in-memory-message-lists.js'
import { InMemoryMessageRepository } from '../../src/adapters/memory/in-memory-message-repository.js'
import { InMemoryMessageSearch } from '../../src/adapters/memory/in-memory-message-search.js'
import { InMemoryPresenceDirectory } from '../../src/adapters/memory/in-memory-presence-directory.js'
import { InMemoryReadMarks } from '../../src/adapters/memory/in-memory-read-marks.js'
import { InMemoryStore } from '../../src/adapters/memory/in-memory-store.js'
import { InMemoryThreadFollows } from '../../src/adapters/memory/in-memory-thread-follows.js'
import { InMemoryUnitOfWork } from '../../src/adapters/memory/in-memory-unit-of-work.js'
import { InMemoryUserChanges } from '../../src/adapters/memory/in-memory-user-changes.js'
import { InMemoryUserDirectory } from '../../src/adapters/memory/in-memory-user-directory.js'
import { SystemClock } from '../../src/adapters/system/system-clock.js'
import type { Storage } from '../contracts/storage.js'

/** What chats and messages need kept, in memory, and the store that all of it shares. */
export function inMemoryStorage(): { readonly store: InMemoryStore; readonly storage: Storage } {
  const store = new InMemoryStore(new SystemClock())
  const storage: Storage = {
    attachments: new InMemoryAttachmentRepository(store),
    changes: new InMemoryChangeReader(store),
    chats: new InMemoryChatReader(store),
    heads: new InMemoryChatHeads(store),
    log: new InMemoryChangeLog(store),
    invites: new InMemoryInvites(store),
    bans: new InMemoryBans(store),
    blocks: new InMemoryBlocks(store),
    messageLists: new InMemoryMessageLists(store),
    messages: new InMemoryMessageRepository(store),
    preferences: new InMemoryChatPreferences(store),
    presences: new InMemoryPresenceDirectory(store),
    readMarks: new InMemoryReadMarks(store),
    threadFollows: new InMemoryThreadFollows(store),
    search: new InMemoryMessageSearch(store),
    settleSearch: () => Promise.resolve(),
    unitOfWork: new InMemoryUnitOfWork(store),
    userChanges: new InMemoryUserChanges(store),
    users: new InMemoryUserDirectory(store),
    addUsers: async (users) => {
      for (const user of users) store.users.set(user.id, user)
    },
  }
  return { store, storage }
}
