import type { Blocks } from '../../application/ports/blocks.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'
import { idShape, type Order, pageOf } from './in-memory-page.js'
import type { InMemoryStore } from './in-memory-store.js'

const byId: Order<User> = { placeOf: (user) => [user.id], shape: [idShape] }

export class InMemoryBlocks implements Blocks {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async block(userId: UserId, blockedId: UserId): Promise<void> {
    if (this.#store.users.has(userId) && this.#store.users.has(blockedId)) this.#store.blocks.add(`${userId} ${blockedId}`)
  }

  async unblock(userId: UserId, blockedId: UserId): Promise<void> {
    this.#store.blocks.delete(`${userId} ${blockedId}`)
  }

  async between(userId: UserId, others: readonly UserId[]): Promise<ReadonlySet<UserId>> {
    const { blocks } = this.#store
    return new Set(others.filter((other) => blocks.has(`${userId} ${other}`) || blocks.has(`${other} ${userId}`)))
  }

  async list(userId: UserId, request: PageRequest): Promise<Page<User>> {
    const blocked = [...this.#store.users.values()].filter((user) => this.#store.blocks.has(`${userId} ${user.id}`))
    return pageOf(blocked, byId, request)
  }
}
