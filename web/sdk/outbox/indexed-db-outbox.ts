import type { PendingMessage } from '../state.js'
import { memoryOutbox, type OutboxStorage } from './outbox-storage.js'

const storeName = 'outbox'
const byClientId = 'clientId'

interface Entry {
  readonly place?: number
  readonly userId: string
  readonly clientId: string
  readonly message: PendingMessage
}

/** Survives reloads. Where the browser gives no database, or takes it away, messages wait in memory: better than not at all. */
export function indexedDbOutbox(name = 'parley'): OutboxStorage {
  const spare = memoryOutbox()
  let opening: Promise<IDBDatabase> | null = null

  const open = (): Promise<IDBDatabase> => {
    opening ??= openDatabase(name, () => {
      opening = null
    }).catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  const run = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => Promise<T>): Promise<T> => {
    const transaction = (await open()).transaction(storeName, mode)
    const done = ended(transaction)
    const result = await work(transaction.objectStore(storeName))
    await done
    return result
  }

  return {
    of: async (userId) => {
      const entries = await run('readonly', (store) => answered<Entry[]>(store.getAll())).catch(() => [])
      const stored = entries.filter((entry) => entry.userId === userId).map(({ message }) => message)
      return [...stored, ...(await spare.of(userId))]
    },
    put: async (userId, message) => {
      await run('readwrite', async (store) => {
        const place = await answered(store.index(byClientId).getKey([userId, message.clientId]))
        const entry: Entry = { userId, clientId: message.clientId, message }
        await answered(store.put(typeof place === 'number' ? { ...entry, place } : entry))
      }).catch(() => spare.put(userId, message))
    },
    remove: async (userId, clientId) => {
      await spare.remove(userId, clientId)
      await run('readwrite', async (store) => {
        const place = await answered(store.index(byClientId).getKey([userId, clientId]))
        if (place !== undefined) await answered(store.delete(place))
      }).catch(() => undefined)
    },
    count: async () => {
      const stored = await run('readonly', (store) => answered(store.count())).catch(() => 0)
      return stored + (await spare.count())
    },
  }
}

function openDatabase(name: string, onLost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(storeName, { keyPath: 'place', autoIncrement: true })
      store.createIndex(byClientId, ['userId', 'clientId'], { unique: true })
    }
    request.onsuccess = () => {
      const database = request.result
      // Signing out clears the origin's storage, databases included: the next use makes a new one.
      database.onclose = onLost
      database.onversionchange = () => {
        database.close()
        onLost()
      }
      resolve(database)
    }
    request.onerror = () => reject(request.error ?? new Error('The database does not open.'))
    request.onblocked = () => reject(new Error('The database is in use.'))
  })
}

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The database did not answer.'))
  })

const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('The database gave up.'))
  })
