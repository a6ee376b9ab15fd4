import { expect, it } from '@jest/globals'
import { Client } from 'pg'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { makeGroup, makeUsers } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'
import { until } from '../../support/until.js'

requires('postgres')('preferences in PostgreSQL', () => {
  it('OP2 tells who waited for the same change of somebody else that it is made', async () => {
    const { url, drop } = await createTestDatabase()
    const { prisma, close } = openPostgres(url)
    // Within a transaction the server shows its activity as it was at the first look.
    const [holder, watcher] = [new Client({ connectionString: url }), new Client({ connectionString: url })]
    await Promise.all([holder.connect(), watcher.connect()])
    try {
      const storage = prismaStorage(prisma)
      const [ada] = await makeUsers(storage, 1)
      if (ada === undefined) throw new Error('nobody')
      const chat = await makeGroup(storage, [ada])
      await holder.query('BEGIN')
      await holder.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [ada.id])
      const changes = Promise.all([1, 2].map(() => storage.preferences.change(chat.id, ada.id, { muted: true })))
      const waiting = "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
      await until('both wait', async () => (await watcher.query(waiting)).rows[0].count === 2)
      await holder.query('COMMIT')
      const answers = await changes
      expect(answers.map((answer) => answer?.me.muted)).toEqual([true, true])
      expect(answers.filter((answer) => answer?.moved)).toHaveLength(1)
    } finally {
      await Promise.all([holder.end(), watcher.end()])
      await close()
      await drop()
    }
  })
})
