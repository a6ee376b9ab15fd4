import type { Page, PageRequest } from '../../application/ports/page.js'
import type { UserDirectory } from '../../application/ports/user-directory.js'
import type { UserId } from '../../domain/ids.js'
import { isErased, type User } from '../../domain/user.js'
import { type Order, pageOf } from './in-memory-page.js'
import type { InMemoryStore } from './in-memory-store.js'

const byHandle: Order<User> = { placeOf: (user) => [user.handle], shape: [/^[a-z0-9_]{3,32}$/] }

export class InMemoryUserDirectory implements UserDirectory {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async findMany(ids: readonly UserId[]): Promise<readonly User[]> {
    return [...new Set(ids)].flatMap((id) => this.#store.users.get(id) ?? [])
  }

  async search(prefix: string, request: PageRequest): Promise<Page<User>> {
    const start = prefix.toLowerCase()
    const begins = ({ handle, displayName }: User) => handle.startsWith(start) || displayName.toLowerCase().startsWith(start)
    return pageOf(
      [...this.#store.users.values()].filter((user) => begins(user) && !isErased(user)),
      byHandle,
      request,
    )
  }
}
