import type { MessageSearch } from '../../application/ports/message-search.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import type { SearchCriteria } from '../../domain/search/criteria.js'
import { fold } from '../../domain/search/fold.js'
import { type Rank, rankOf } from '../../domain/search/rank.js'
import { idShape, type Order, pageOf, timePart, timeShape } from './in-memory-page.js'
import type { InMemoryStore } from './in-memory-store.js'

interface Found {
  readonly message: Message
  readonly rank: Rank
}

/** `words` comes after `parts` in the alphabet, hence first. */
const byRank: Order<Found> = {
  placeOf: ({ message, rank }) => [rank, timePart(message.createdAt), message.id],
  shape: [/^(?:words|parts)$/, timeShape, idShape],
  descending: true,
}

/** Reads through everything that the user may see. */
export class InMemoryMessageSearch implements MessageSearch {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async search(userId: UserId, criteria: SearchCriteria, page: PageRequest): Promise<Page<Message> | null> {
    const { chatId, chatNamed, from } = criteria
    if (chatId !== null && this.#store.seatOf(chatId, userId) === null) return null
    const found = this.#store
      .seatsOf(userId)
      .filter(({ entry: { chat } }) => chatId === null || chat.id === chatId)
      .filter(({ entry: { chat } }) => chatNamed === null || chat.id === chatNamed || fold(chat.title ?? '').includes(chatNamed))
      .flatMap(({ entry, place }) => entry.messages.slice(place.membership.firstNumber - 1))
      .filter(({ senderId }) => from === null || senderId === from || `@${this.#store.users.get(senderId)?.handle}` === from)
      .flatMap((message) => {
        const rank = rankOf(message, criteria)
        return rank === null ? [] : [{ message, rank }]
      })
    const { items, nextCursor } = pageOf(found, byRank, page)
    return { items: items.map(({ message }) => message), nextCursor }
  }
}
