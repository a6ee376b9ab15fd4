import type { PendingMessage } from '../state.js'

/** Where messages wait until the server has them. Each is kept under the one who wrote it, and is never told to anybody else. */
export interface OutboxStorage {
  /** [OS1] The user's messages, in the order in which they were first put. */
  of(userId: string): Promise<readonly PendingMessage[]>
  /** [OS2] Keeps a message, at the end; one with a known `clientId` is replaced where it is. */
  put(userId: string, message: PendingMessage): Promise<void>
  /** [OS3] Harmless if it is not there. */
  remove(userId: string, clientId: string): Promise<void>
  /** [OS4] How many are kept, whoever wrote them. */
  count(): Promise<number>
}

/** For bots and tests: gone with the process. */
export const memoryOutbox = (): OutboxStorage => {
  const kept = new Map<string, { readonly userId: string; readonly message: PendingMessage }>()
  return {
    of: async (userId) => [...kept.values()].filter((entry) => entry.userId === userId).map(({ message }) => message),
    put: async (userId, message) => {
      kept.set(`${userId}/${message.clientId}`, { userId, message })
    },
    remove: async (userId, clientId) => {
      kept.delete(`${userId}/${clientId}`)
    },
    count: async () => kept.size,
  }
}
