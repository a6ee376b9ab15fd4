import assert from 'node:assert/strict'
import type { Reports } from '../../src/application/ports/reports.js'
import type { ReportId } from '../../src/domain/ids.js'
import type { Report } from '../../src/domain/report.js'
import type { User } from '../../src/domain/user.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { amend, later, makeGroup, makeUsers, send, someTime, unknownId, upTo } from './world.js'

export interface ReportsSubject {
  readonly storage: Storage
  /** Over the same store. */
  readonly reports: Reports
}

const aReport = (reporter: User, user: User, changes: Partial<Report> = {}): Report => ({
  id: unknownId<ReportId>(),
  reporterId: reporter.id,
  userId: user.id,
  place: null,
  reason: 'Spam ⚠️',
  createdAt: someTime,
  ...changes,
})

const everything = { limit: 100, cursor: null }

export const reportsContract: Contract<ReportsSubject> = {
  port: 'Reports',
  rules: [
    {
      id: 'RP1',
      says: 'a report is there with who filed it, whom it is about, and open',
      async check({ storage, reports }) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const filed = aReport(ada, bob)
        await reports.file(filed)
        const { reporterId: _, userId: __, ...told } = filed
        const found = (await reports.list('open', everything)).items.find(({ id }) => id === filed.id)
        const unhandled = { status: 'open', note: null, handledAt: null, handledBy: null }
        assert.deepEqual(found, { ...told, reporter: ada, user: bob, message: null, ...unhandled })
      },
    },
    {
      id: 'RP2',
      says: 'reports come in pages, the oldest first, all or those of a status',
      async check({ storage, reports }) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const filed = upTo(5).map((nth) => aReport(ada, bob, { createdAt: later(-nth * 1_000_000) }))
        for (const report of filed) await reports.file(report)
        const [first] = filed
        assert.ok(first)
        await reports.handle(first.id, { status: 'dismissed', note: null, by: bob.id, at: later(1) })
        const listed = async (status: 'open' | null) => {
          const found: string[] = []
          let cursor: string | null = null
          do {
            const page: Awaited<ReturnType<Reports['list']>> = await reports.list(status, { limit: 2, cursor })
            found.push(...page.items.map(({ id }) => id))
            cursor = page.nextCursor
          } while (cursor !== null)
          return found.filter((id) => filed.some((report) => report.id === id))
        }
        const oldestFirst = filed.map(({ id }) => id).reverse()
        assert.deepEqual(await listed(null), oldestFirst)
        assert.deepEqual(
          await listed('open'),
          oldestFirst.filter((id) => id !== first.id),
        )
      },
    },
    {
      id: 'RP3',
      says: 'a message comes as it is now',
      async check({ storage, reports }) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const chat = await makeGroup(storage, [ada, bob])
        const sent = await send(storage, chat.id, bob, { text: 'Rude' })
        const report = aReport(ada, bob, { place: { chatId: chat.id, messageId: sent.id } })
        await reports.file(report)
        const shown = async () => (await reports.list(null, everything)).items.find(({ id }) => id === report.id)?.message
        assert.deepEqual(await shown(), sent)
        const buried = await amend(storage, sent, { text: null, deletedAt: later(1) })
        assert.deepEqual(await shown(), buried)
        await storage.unitOfWork.run(({ chats }) => chats.lock(chat.id).then(() => chats.delete(chat.id)))
        assert.equal(await shown(), null)
      },
    },
    {
      id: 'RP4',
      says: 'the last decision stands; of a report there is not, there is none',
      async check({ storage, reports }) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const report = aReport(ada, bob)
        await reports.file(report)
        await reports.handle(report.id, { status: 'dismissed', note: 'No.', by: bob.id, at: later(1) })
        const handled = await reports.handle(report.id, { status: 'resolved', note: null, by: ada.id, at: later(2) })
        assert.deepEqual([handled?.status, handled?.note, handled?.handledBy, handled?.handledAt], ['resolved', null, ada.id, later(2)])
        assert.equal(await reports.handle(unknownId(), { status: 'resolved', note: null, by: ada.id, at: later(2) }), null)
      },
    },
  ],
}
