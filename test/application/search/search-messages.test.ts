import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { MessageSearch } from '../../../src/application/ports/message-search.js'
import { SearchMessages } from '../../../src/application/search/search-messages.js'
import { NotFound } from '../../../src/domain/errors.js'
import { parseSearch, type SearchFilters } from '../../../src/domain/search/criteria.js'
import { ada, aMessage, groupId } from '../../support/people.js'

afterEach(() => td.reset())

describe('SearchMessages', () => {
  const filters: SearchFilters = { chatId: groupId, from: null, since: null, until: null, order: 'best' }
  const query = { userId: ada.id, question: 'Your move', filters, page: { limit: 5, cursor: null } }
  const setUp = () => {
    const search = td.object<MessageSearch>()
    return { search, searchMessages: new SearchMessages(search) }
  }

  it('shows what in each message was asked for', async () => {
    const { search, searchMessages } = setUp()
    const message = aMessage({ text: 'It is your move.' })
    td.when(search.search(ada.id, parseSearch('Your move', filters), query.page)).thenResolve({ items: [message], nextCursor: 'next' })

    expect(await searchMessages.execute(query)).toEqual({
      items: [
        {
          message,
          snippet: [
            { text: 'It is ', hit: false },
            { text: 'your', hit: true },
            { text: ' ', hit: false },
            { text: 'move', hit: true },
            { text: '.', hit: false },
          ],
        },
      ],
      nextCursor: 'next',
    })
  })

  it('a chat the user is not in does not exist for them', async () => {
    const { search, searchMessages } = setUp()
    td.when(search.search(ada.id, td.matchers.anything(), query.page)).thenResolve(null)
    await expect(searchMessages.execute(query)).rejects.toThrow(NotFound)
  })
})
