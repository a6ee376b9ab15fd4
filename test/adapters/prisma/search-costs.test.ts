import { expect, it } from '@jest/globals'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import type { SearchCosts } from '../../../src/adapters/prisma/search/prisma-message-search.js'
import { parseSearch } from '../../../src/domain/search/criteria.js'
import { messageSearchContract } from '../../contracts/message-search.contract.js'
import { later, makeGroup, makeUsers, send, upTo } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'
import { runContract } from '../../support/run-contract.js'

const onPostgres = (costs: SearchCosts) => async () => {
  const { url, drop } = await createTestDatabase()
  const database = openPostgres(url)
  const dispose = () => database.close().then(drop)
  return { subject: prismaStorage(database.prisma, costs), dispose }
}

requires('postgres')('a search that is made as in a large database', () => {
  runContract(messageSearchContract, 'the newest messages alone', onPostgres({ fewMessages: 0, newest: 100_000, queued: 500, rounds: 6 }))
  runContract(messageSearchContract, 'the index of lexemes', onPostgres({ fewMessages: 0, newest: 1, queued: 500, rounds: 6 }))

  it('MF5 breaks off where much is nearly what is asked for, and finds the rest by its cursor', async () => {
    const { subject: storage, dispose } = await onPostgres({ fewMessages: 10_000, newest: 1, queued: 500, rounds: 1 })()
    const [ada] = await makeUsers(storage, 1)
    if (ada === undefined) throw new Error('no user')
    const chat = await makeGroup(storage, [ada])
    await send(storage, chat.id, ada, { text: 'hahaha' })
    for (const number of upTo(120)) await send(storage, chat.id, ada, { text: `haha ahah ${number}`, createdAt: later(number) })
    await storage.settleSearch()
    const criteria = parseSearch('hahaha', { chatId: null, from: null, since: null, until: null, order: 'newest' })
    const sizes: number[] = []
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page: Awaited<ReturnType<typeof storage.search.search>> = await storage.search.search(ada.id, criteria, { limit: 5, cursor })
      sizes.push(page?.items.length ?? 0)
      cursor = page?.nextCursor ?? null
    }
    expect(sizes).toEqual([0, 0, 1])
    await dispose()
  })
})
