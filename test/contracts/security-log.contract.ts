import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { NewSecurityEvent, SecurityEvents, SecurityLog } from '../../src/application/ports/security-log.js'
import { type Email, parseEmail } from '../../src/domain/email.js'
import type { SessionId, UserId } from '../../src/domain/ids.js'
import type { RecordedSecurityEvent, SecurityEvent } from '../../src/domain/security-event.js'
import type { Contract } from './contract.js'

export interface SecurityLogSubject {
  readonly events: SecurityEvents
  /** Over these events. */
  readonly log: SecurityLog
  /** The log's lines so far. */
  readonly lines: readonly RecordedSecurityEvent[]
  newAccount(): Promise<{ readonly id: UserId; readonly email: Email; readonly sessionId: SessionId }>
  erase(id: UserId): Promise<void>
}

const start = new Date('2031-01-01T12:00:00.123Z')
const minutes = (count: number) => new Date(start.getTime() + count * 60_000)
const origin = { requestId: 'r1', ip: '2001:db8::1', userAgent: 'Ünï\u2028\u001b[31m 🐧' }

const anEvent = (about: SecurityEvent['about'], changes: Partial<NewSecurityEvent> = {}): NewSecurityEvent => ({
  id: randomUUID(),
  at: start,
  type: 'sign_in',
  outcome: 'failure',
  about,
  origin,
  detail: { code: 'invalid_credentials', tries: 3 },
  ...changes,
})

const recorded = ({ about: _, ...event }: NewSecurityEvent, userId: UserId | null, sessionId: SessionId | null): RecordedSecurityEvent => ({
  ...event,
  userId,
  sessionId,
})

async function eventually<Value>(find: () => Promise<Value | undefined>): Promise<Value> {
  for (const end = performance.now() + 5_000; performance.now() < end; ) {
    const value = await find()
    if (value !== undefined) return value
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it did not come about within 5 s')
}

export const securityLogContract: Contract<SecurityLogSubject> = {
  port: 'SecurityLog',
  rules: [
    {
      id: 'EV1',
      says: 'has what it was told among the events and the lines a moment later',
      check: async ({ log, events, lines, newAccount }) => {
        const { id: userId } = await newAccount()
        const { id: _, at: __, ...event } = anEvent({ userId })
        assert.equal(log.record(event), undefined)
        const [kept] = await eventually(async () => {
          const { items } = await events.page(userId, { limit: 10, cursor: null })
          return items.length > 0 ? items : undefined
        })
        const { id: ___, at, ...rest } = kept as RecordedSecurityEvent
        const { about: ____, ...same } = event
        assert.deepEqual(rest, { ...same, userId, sessionId: null })
        assert.ok(at instanceof Date)
        await eventually(async () => lines.find((line) => line.userId === userId))
      },
    },
    {
      id: 'EV2',
      says: 'keeps each once, whole, and finds the account of an address or a session',
      check: async ({ events, newAccount }) => {
        const ada = await newAccount()
        const told = [
          anEvent({ userId: ada.id, sessionId: ada.sessionId }),
          anEvent({ email: ada.email }, { at: minutes(1), origin: { ...origin, userAgent: null } }),
          anEvent({ sessionId: ada.sessionId }, { at: minutes(2), origin: null, detail: {} }),
          anEvent(null, { at: minutes(3) }),
          anEvent({ email: parseEmail(`${randomUUID()}@example.com`) }, { at: minutes(4) }),
          anEvent({ sessionId: randomUUID() as SessionId }, { at: minutes(5) }),
        ] as const
        const kept = [
          recorded(told[0], ada.id, ada.sessionId),
          recorded(told[1], ada.id, null),
          recorded(told[2], ada.id, ada.sessionId),
          ...told.slice(3).map((event) => recorded(event, null, null)),
        ]
        assert.deepEqual(await events.append(told), kept)
        assert.deepEqual(await events.append([...told]), [])
        assert.deepEqual((await events.page(ada.id, { limit: 10, cursor: null })).items, kept.slice(0, 3).reverse())
      },
    },
    {
      id: 'EV3',
      says: 'keeps of somebody erased only what happened',
      check: async ({ events, newAccount, erase }) => {
        const ada = await newAccount()
        await erase(ada.id)
        const event = anEvent({ userId: ada.id, sessionId: ada.sessionId })
        const [kept] = await events.append([event])
        assert.deepEqual(kept, { ...recorded(event, null, null), origin: { requestId: 'r1', ip: '', userAgent: null } })
      },
    },
    {
      id: 'EV4',
      says: "pages through one's own, the latest first, each once, those of the same moment too",
      check: async ({ events, newAccount }) => {
        const [ada, bob] = [await newAccount(), await newAccount()]
        const told = Array.from({ length: 7 }, (_, index) => anEvent({ userId: ada.id }, { at: minutes(Math.floor(index / 3)) }))
        await events.append([...told, anEvent({ userId: bob.id }, { at: minutes(9) })])
        const seen: RecordedSecurityEvent[] = []
        let cursor: string | null = null
        do {
          const page: { items: readonly RecordedSecurityEvent[]; nextCursor: string | null } = await events.page(ada.id, {
            limit: 2,
            cursor,
          })
          assert.ok(page.items.length <= 2)
          seen.push(...page.items)
          cursor = page.nextCursor
        } while (cursor !== null)
        assert.deepEqual(seen.map(({ id }) => id).sort(), told.map(({ id }) => id).sort())
        const times = seen.map(({ at }) => at.getTime())
        assert.deepEqual(
          times,
          [...times].sort((one, other) => other - one),
        )
        await assert.rejects(events.page(ada.id, { limit: 2, cursor: 'bm9uZQ' }))
      },
    },
    {
      id: 'EV6',
      says: 'pages through those of some types, whomever they concern',
      check: async ({ events, newAccount }) => {
        const [ada, bob] = [await newAccount(), await newAccount()]
        const told = [
          anEvent({ userId: ada.id }, { type: 'abuse_report', at: minutes(100) }),
          anEvent({ userId: bob.id }, { type: 'user_suspension', at: minutes(101) }),
          anEvent({ userId: ada.id }, { at: minutes(102) }),
        ]
        await events.append(told)
        const first = await events.pageOfTypes(['abuse_report', 'user_suspension'], { limit: 1, cursor: null })
        const second = await events.pageOfTypes(['abuse_report', 'user_suspension'], { limit: 1, cursor: first.nextCursor })
        assert.deepEqual(
          [...first.items, ...second.items].map(({ id, userId }) => [id, userId]),
          [
            [told[1]?.id, bob.id],
            [told[0]?.id, ada.id],
          ],
        )
      },
    },
    {
      id: 'EV5',
      says: 'forgets what is older than it is asked to',
      check: async ({ events, newAccount }) => {
        const ada = await newAccount()
        const [old, recent] = [
          anEvent({ userId: ada.id }, { at: minutes(-1_000_000) }),
          anEvent({ userId: ada.id }, { at: minutes(-999_999) }),
        ]
        await events.append([old, recent])
        await events.forget(recent.at)
        assert.deepEqual(
          (await events.page(ada.id, { limit: 10, cursor: null })).items.map(({ id }) => id),
          [recent.id],
        )
      },
    },
  ],
}
