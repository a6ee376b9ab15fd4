import { describe, expect, it } from '@jest/globals'
import { InMemorySessionRepository } from '../../../src/adapters/memory/in-memory-session-repository.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { SessionCache } from '../../../src/application/accounts/session-cache.js'
import type { LiveSession } from '../../../src/application/ports/session-reader.js'
import type { SessionId, UserId } from '../../../src/domain/ids.js'
import { aSession, sessionId } from '../../support/accounts.js'
import { ada, at, bob, later } from '../../support/people.js'

/** The store, with its reads counted, and held back while `held`. */
class Store extends InMemorySessionRepository {
  reads = 0
  confirmations = 0
  held: Promise<void> | null = null

  override async findLive(id: SessionId): Promise<LiveSession | null> {
    this.reads += 1
    const found = await super.findLive(id)
    await this.held
    return found
  }

  override async confirm(id: SessionId, generation: number, when: Date): Promise<void> {
    this.confirmations += 1
    await super.confirm(id, generation, when)
  }
}

async function setUp({ maxSize = 100 } = {}) {
  const disabled = new Set<UserId>()
  const [store, clock, timers] = [new Store(disabled), new ManualClock(at), new ManualTimers()]
  const cache = new SessionCache(store, clock, timers, { maxSize })
  await store.open(aSession())
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await timers.advance(milliseconds)
  }
  const hold = () => {
    let release = () => {}
    store.held = new Promise<void>((resolve) => {
      release = () => {
        store.held = null
        resolve()
      }
    })
    return release
  }
  return { store, clock, cache, pass, disabled, hold }
}

const claims = (generation = 0, userId = ada.id) => ({ userId, sessionId, generation, expiresAt: later })

describe('SessionCache', () => {
  it('SG1 admits a session that lives, and asks the store once for many requests', async () => {
    const { cache, store } = await setUp()
    expect(await Promise.all(Array.from({ length: 10 }, () => cache.admit(claims())))).toEqual(Array(10).fill(true))
    expect(await cache.admit(claims())).toBe(true)
    expect(store.reads).toBe(1)
  })

  it('SG1 S36 notices within 5 seconds what it was not told, however slow the store is', async () => {
    const { cache, store, pass, hold } = await setUp()
    const release = hold()
    const slow = cache.admit(claims())
    await pass(3_000)
    release()
    expect(await slow).toBe(true)
    await store.end(sessionId, at)
    await pass(1_999)
    expect(await cache.admit(claims())).toBe(false)
  })

  it('SG1 admits nobody to an unknown session, to a session of somebody else, or of a disabled account', async () => {
    const { cache, disabled, pass } = await setUp()
    expect(await cache.admit({ ...claims(), sessionId: '40000000-0000-7000-8000-000000000002' as SessionId })).toBe(false)
    expect(await cache.admit(claims(0, bob.id))).toBe(false)
    expect(await cache.admit(claims(1))).toBe(false)
    expect(await cache.admit(claims())).toBe(true)
    disabled.add(ada.id)
    await pass(5_000)
    expect(await cache.admit(claims())).toBe(false)
  })

  it('SG1 S28 admits nobody after the absolute end of the session, to the moment', async () => {
    const { cache, clock, store } = await setUp()
    clock.advance(60 * 60_000 - 1)
    expect(await cache.admit(claims())).toBe(true)
    clock.advance(1)
    expect(await cache.admit(claims())).toBe(false)
    expect(store.reads).toBe(1)
  })

  it('SG1 S15 admits nobody once it was told to forget, a reading under way included', async () => {
    const { cache, store } = await setUp()
    expect(await cache.admit(claims())).toBe(true)
    await store.end(sessionId, at)
    cache.forget([sessionId])
    expect(await cache.admit(claims())).toBe(false)

    const other = await setUp()
    const release = other.hold()
    const [first, second] = [other.cache.admit(claims()), other.cache.admit(claims())]
    await Promise.resolve()
    await other.store.end(sessionId, at)
    other.cache.forget([sessionId])
    release()
    expect(await Promise.all([first, second])).toEqual([false, false])
    expect(await other.cache.admit(claims())).toBe(false)
  })

  it('SG1 S15 knows at once of an end that nobody told of, where it is asked to look afresh, and after it was told to forget all', async () => {
    const { cache, store } = await setUp()
    expect([await cache.admitAfresh(claims()), await cache.admit(claims())]).toEqual([true, true])
    expect(store.reads).toBe(1)
    await store.end(sessionId, at)
    expect([await cache.admit(claims()), await cache.admitAfresh(claims()), await cache.admit(claims())]).toEqual([true, false, false])

    const other = await setUp()
    expect(await other.cache.admit(claims())).toBe(true)
    await other.store.end(sessionId, at)
    other.cache.forget('all')
    expect(await other.cache.admit(claims())).toBe(false)
  })

  it('SG2 has the first use of each generation on record, once', async () => {
    const { cache, store, clock } = await setUp()
    await cache.admit(claims())
    expect((await store.find(sessionId))?.confirmedAt).toEqual(at)
    await cache.admit(claims())
    expect(store.confirmations).toBe(1)

    await store.rotate(sessionId, 0, { refreshHash: 'hash 1', at, accessExpiresAt: later })
    await cache.admit(claims(0))
    expect((await store.find(sessionId))?.confirmedAt).toBeNull()
    clock.advance(1_000)
    expect(await cache.admit(claims(1))).toBe(true)
    expect((await store.find(sessionId))?.confirmedAt).toEqual(clock.now())
    expect(store.confirmations).toBe(2)
  })

  it('SG2 still admits a token of the generation before, whose first use says nothing', async () => {
    const { cache, store } = await setUp()
    await store.rotate(sessionId, 0, { refreshHash: 'hash 1', at, accessExpiresAt: later })
    expect(await cache.admit(claims(0))).toBe(true)
    expect((await store.find(sessionId))?.confirmedAt).toBeNull()
  })

  it('asks again after a store that failed', async () => {
    const { cache, store } = await setUp()
    store.held = Promise.reject(new Error('away'))
    await expect(cache.admit(claims())).rejects.toThrow('away')
    store.held = null
    expect(await cache.admit(claims())).toBe(true)
  })

  it('holds no more than it was told to', async () => {
    const { cache, store } = await setUp({ maxSize: 2 })
    const ids = [1, 2, 3].map((digit) => `50000000-0000-7000-8000-00000000000${digit}` as SessionId)
    for (const id of ids) await store.open(aSession({ id }))
    for (const id of ids) await cache.admit({ ...claims(), sessionId: id })
    expect(store.reads).toBe(3)
    await cache.admit({ ...claims(), sessionId: ids[2] as SessionId })
    expect(store.reads).toBe(3)
    await cache.admit({ ...claims(), sessionId: ids[0] as SessionId })
    expect(store.reads).toBe(4)
  })
})
