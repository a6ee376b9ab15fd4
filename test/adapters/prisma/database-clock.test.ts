import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { DatabaseClock } from '../../../src/adapters/prisma/database-clock.js'
import { SystemTimers } from '../../../src/adapters/system/system-timers.js'
import { clockContract } from '../../contracts/clock.contract.js'
import { createTestDatabase } from '../../support/postgres.js'
import { requires } from '../../support/requires.js'
import { runContract } from '../../support/run-contract.js'
import { TcpProxy } from '../../support/tcp-proxy.js'
import { until } from '../../support/until.js'

requires('postgres')("the database's clock", () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let opened: ReturnType<typeof openPostgres>

  beforeAll(async () => {
    database = await createTestDatabase()
    opened = openPostgres(database.url)
  })
  afterAll(async () => {
    await opened.close()
    await database.drop()
  })

  const open = (timers = new ManualTimers(), { prisma } = opened) => {
    const failures: unknown[] = []
    const onFailure = (reason: unknown) => void failures.push(reason)
    return DatabaseClock.open(prisma, timers, { onFailure }).then((clock) => ({ clock, timers, failures }))
  }
  const read = async () => {
    const [row] = await opened.prisma.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp() AS now`
    return row.now.getTime()
  }

  runContract(clockContract, 'a database', async () => {
    const clock = await DatabaseClock.open(opened.prisma, new SystemTimers(), { onFailure: () => undefined })
    return { subject: clock, dispose: () => clock.stop() }
  })

  it('tells the time of the database, counts on from there, and reads it again after half a minute', async () => {
    const before = await read()
    const { clock, timers, failures } = await open()
    const first = clock.now().getTime()
    expect(first).toBeGreaterThanOrEqual(before)
    expect(first).toBeLessThanOrEqual(await read())
    await timers.advance(29_000)
    expect(clock.now().getTime()).toBe(first + 29_000)
    await timers.advance(1_000)
    await until('it was read again', () => clock.now().getTime() < first + 29_000)
    expect(failures).toEqual([])
    await clock.stop()
  })

  it('believes the quickest of its readings: the first has to wait for a connection', async () => {
    let looks = 0
    const waited = new (class extends ManualTimers {
      override elapsed(): number {
        looks += 1
        return super.elapsed() + (looks > 1 ? 800 : 0)
      }
    })()
    const before = await read()
    const { clock } = await open(waited)
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before)
    expect(clock.now().getTime()).toBeLessThanOrEqual(await read())
    await clock.stop()
  })

  it('passes over a reading that took more than a second, and counts on', async () => {
    let [isSlow, late] = [false, 0]
    const lookedAt = new (class extends ManualTimers {
      override elapsed(): number {
        if (isSlow) late += 1_001
        return super.elapsed() + late
      }
    })()
    const { clock, timers, failures } = await open(lookedAt)
    const first = clock.now().getTime()
    isSlow = true
    await timers.advance(30_000)
    await until('the reading is over', () => timers.waiting === 1)
    isSlow = false
    // Looked at when each of five readings began and when it ended.
    expect(clock.now().getTime()).toBe(first + 30_000 + 5 * 2 * 1_001)
    await clock.stop()
    expect(failures).toEqual([])
  })

  it('counts on where no reading comes, and says so', async () => {
    const link = await TcpProxy.to(database.url)
    const away = openPostgres(link.url)
    const { clock, timers, failures } = await open(new ManualTimers(), away)
    const first = clock.now().getTime()
    link.shut()
    await timers.advance(30_000)
    await until('it was said', () => failures.length === 1)
    expect(clock.now().getTime()).toBe(first + 30_000)
    await clock.stop()
    await away.close()
    await link.close()
  })
})
