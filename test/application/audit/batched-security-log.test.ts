import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { InMemorySecurityEvents } from '../../../src/adapters/memory/in-memory-security-events.js'
import { type Email, parseEmail } from '../../../src/domain/email.js'
import { Unavailable } from '../../../src/domain/errors.js'
import type { SessionId, UserId } from '../../../src/domain/ids.js'
import type { SecurityEvent } from '../../../src/domain/security-event.js'
import { securityLogContract } from '../../contracts/security-log.contract.js'
import { runContract } from '../../support/run-contract.js'
import { logOver } from '../../support/security-log.js'
import { until } from '../../support/until.js'

const accounts = () => {
  const [ids, emails, sessions] = [new Set<UserId>(), new Map<Email, UserId>(), new Map<SessionId, UserId>()]
  return {
    byId: (id: UserId) => (ids.has(id) ? id : null),
    byEmail: (email: Email) => emails.get(email) ?? null,
    bySession: (id: SessionId) => sessions.get(id) ?? null,
    newAccount: async () => {
      const [id, sessionId] = [randomUUID() as UserId, randomUUID() as SessionId]
      const email = parseEmail(`${id}@example.com`)
      ids.add(id)
      emails.set(email, id)
      sessions.set(sessionId, id)
      return { id, email, sessionId }
    },
    erase: async (id: UserId) => void ids.delete(id),
  }
}

runContract(securityLogContract, 'memory', async () => {
  const known = accounts()
  return { subject: { ...logOver(new InMemorySecurityEvents(known)), ...known }, dispose: async () => undefined }
})

const event: SecurityEvent = { type: 'sign_in', outcome: 'failure', about: null, origin: null, detail: {} }

describe('a store that is away', () => {
  const failing = () => {
    const calls: number[] = []
    const state = { away: true }
    const kept: string[] = []
    const subject = logOver({
      append: async (events) => {
        calls.push(events.length)
        if (state.away) throw new Unavailable('The database is away.')
        kept.push(...events.map(({ id }) => id))
        return events.map(({ about: _, ...rest }) => ({ ...rest, userId: null, sessionId: null }))
      },
      page: async () => ({ items: [], nextCursor: null }),
      pageOfTypes: async () => ({ items: [], nextCursor: null }),
      forget: async () => undefined,
    })
    return { ...subject, calls, state, kept }
  }

  it('EV1 loses no line, writes none twice, and gets the events once it is back', async () => {
    const { log, lines, faults, state, kept } = failing()
    for (let count = 0; count < 3; count += 1) log.record(event)
    await log.flush()
    expect([lines.length, kept.length]).toEqual([3, 0])
    expect(faults).toEqual([{ fault: expect.any(Unavailable), lost: 0 }])
    log.record(event)
    state.away = false
    await log.flush()
    expect([lines.length, kept.length, new Set(kept).size]).toEqual([4, 4, 4])
  })

  it('keeps at most 10,000 events for it, and says how many it will never have', async () => {
    const { log, lines, faults, state, kept } = failing()
    for (let count = 0; count < 10_050; count += 1) log.record(event)
    await log.flush()
    expect([lines.length, faults.at(-1)?.lost]).toEqual([10_050, 50])
    state.away = false
    await log.flush()
    expect([lines.length, kept.length]).toEqual([10_050, 10_000])
  })

  it('stores many at a time, and by itself', async () => {
    const { log, calls, state, kept } = failing()
    state.away = false
    for (let count = 0; count < 450; count += 1) log.record(event)
    expect(calls).toEqual([])
    await until('all are stored', () => kept.length === 450)
    expect(calls).toEqual([200, 200, 50])
  })
})
