import type { Clock } from '../../application/ports/clock.js'
import type { User } from '../../domain/user.js'
import { InMemoryChangeLog } from './in-memory-change-log.js'
import { InMemoryChangeReader } from './in-memory-change-reader.js'
import { InMemoryChatHeads } from './in-memory-chat-heads.js'
import { InMemoryChatReader } from './in-memory-chat-reader.js'
import { InMemoryMessageRepository } from './in-memory-message-repository.js'
import { InMemoryReadMarks } from './in-memory-read-marks.js'
import { InMemoryStore } from './in-memory-store.js'
import { InMemoryUnitOfWork } from './in-memory-unit-of-work.js'
import { InMemoryUserDirectory } from './in-memory-user-directory.js'

/** All that chats and messages need kept, in memory and over one store, by the names that `createChatCore` takes. */
export function createInMemoryStorage(clock: Clock) {
  const store = new InMemoryStore(clock)
  return {
    unitOfWork: new InMemoryUnitOfWork(store),
    users: new InMemoryUserDirectory(store),
    chats: new InMemoryChatReader(store),
    messages: new InMemoryMessageRepository(store),
    readMarks: new InMemoryReadMarks(store),
    changes: new InMemoryChangeReader(store),
    heads: new InMemoryChatHeads(store),
    log: new InMemoryChangeLog(store),
    /** Makes these users exist. */
    addUsers: async (users: readonly User[]): Promise<void> => {
      for (const user of users) store.users.set(user.id, user)
    },
  }
}
