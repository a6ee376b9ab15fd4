import type { SessionId, UserId } from '../../domain/ids.js'
import type { Connection } from '../ports/socket-transport.js'

/** The open sockets of this node, by user and by session; each oldest first. */
export class LocalConnections<C extends Connection> {
  readonly #all = new Set<C>()
  readonly #byUser = new Map<UserId, Set<C>>()
  readonly #bySession = new Map<SessionId, Set<C>>()

  get size(): number {
    return this.#all.size
  }

  add(connection: C): void {
    this.#all.add(connection)
    put(this.#byUser, connection.userId, connection)
    put(this.#bySession, connection.sessionId, connection)
  }

  /** Answers whether it was there. */
  remove(connection: C): boolean {
    drop(this.#byUser, connection.userId, connection)
    drop(this.#bySession, connection.sessionId, connection)
    return this.#all.delete(connection)
  }

  all(): ReadonlySet<C> {
    return this.#all
  }

  ofUser(userId: UserId): ReadonlySet<C> {
    return this.#byUser.get(userId) ?? new Set()
  }

  ofSession(sessionId: SessionId): ReadonlySet<C> {
    return this.#bySession.get(sessionId) ?? new Set()
  }

  sessionIds(): readonly SessionId[] {
    return [...this.#bySession.keys()]
  }
}

function put<Key, Item>(index: Map<Key, Set<Item>>, key: Key, item: Item): void {
  const items = index.get(key)
  if (items) items.add(item)
  else index.set(key, new Set([item]))
}

function drop<Key, Item>(index: Map<Key, Set<Item>>, key: Key, item: Item): void {
  const items = index.get(key)
  if (items?.delete(item) && items.size === 0) index.delete(key)
}
