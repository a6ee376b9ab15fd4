import { NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import { parseSearch, type SearchFilters } from '../../domain/search/criteria.js'
import { type SnippetPart, snippetOf } from '../../domain/search/snippet.js'
import type { MessageSearch } from '../ports/message-search.js'
import type { Page, PageRequest } from '../ports/page.js'

export interface SearchMessagesQuery {
  readonly userId: UserId
  /** As somebody typed it, with filters in it. */
  readonly question: string
  readonly filters: SearchFilters
  readonly page: PageRequest
}

export interface FoundMessage {
  readonly message: Message
  readonly snippet: readonly SnippetPart[]
}

export class SearchMessages {
  readonly #search: MessageSearch

  constructor(search: MessageSearch) {
    this.#search = search
  }

  /** @throws NotFound for a chat that the user is not in; ValidationFailed if nothing is asked for. */
  async execute({ userId, question, filters, page }: SearchMessagesQuery): Promise<Page<FoundMessage>> {
    const criteria = parseSearch(question, filters)
    const found = await this.#search.search(userId, criteria, page)
    if (found === null) throw new NotFound('chat')
    return {
      items: found.items.map((message) => ({ message, snippet: snippetOf(message.text ?? '', criteria.terms) })),
      nextCursor: found.nextCursor,
    }
  }
}
