import type { BannedUser, BanReader } from '../../application/ports/bans.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { ChatId } from '../../domain/ids.js'
import { idShape, type Order, pageOf, timePart, timeShape } from './in-memory-page.js'
import type { InMemoryStore } from './in-memory-store.js'

const latestFirst: Order<BannedUser> = {
  placeOf: ({ user, bannedAt }) => [timePart(bannedAt), user.id],
  shape: [timeShape, idShape],
  descending: true,
}

export class InMemoryBans implements BanReader {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async list(chatId: ChatId, request: PageRequest): Promise<Page<BannedUser>> {
    const bans = [...(this.#store.chats.get(chatId)?.bans.values() ?? [])]
    const banned = bans.flatMap(({ userId, bannedAt, bannedBy }) => {
      const user = this.#store.users.get(userId)
      return user === undefined ? [] : [{ user, bannedAt, bannedBy }]
    })
    return pageOf(banned, latestFirst, request)
  }
}
