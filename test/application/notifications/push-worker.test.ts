import { describe, expect, it } from '@jest/globals'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { PushWorker } from '../../../src/application/notifications/push-worker.js'

/** A worker over so many pieces of news and pushes; `spread` and `execute` tell of each call. */
function aWorker(pieces: number, batches: readonly number[]) {
  const [clock, timers, calls, failures] = [new ManualClock(), new ManualTimers(), [] as string[], [] as unknown[]]
  let left = pieces
  const sent = [...batches]
  const worker = new PushWorker({
    queue: {
      spread: async (_now, delay) => {
        calls.push(`spread ${delay}`)
        left -= 1
        return left >= 0
      },
    },
    pushes: {
      execute: async () => {
        calls.push('send')
        const next = sent.shift() ?? 0
        if (next < 0) throw new Error('away')
        return next
      },
    },
    clock,
    timers,
    delay: 7,
    onFailure: (reason) => failures.push(reason),
  })
  return { worker, timers, calls, failures }
}

describe('PushWorker', () => {
  it('looks every second, for news first', async () => {
    const { worker, timers, calls } = aWorker(1, [])
    worker.start()
    expect(calls).toEqual([])
    await timers.advance(1_000)
    expect(calls).toEqual(['spread 7', 'spread 7', 'send'])
    await timers.advance(1_000)
    expect(calls).toEqual(['spread 7', 'spread 7', 'send', 'spread 7', 'send'])
    await worker.stop()
    await timers.advance(5_000)
    expect(calls).toHaveLength(5)
    expect(timers.waiting).toBe(0)
  })

  it('goes on at once while there is as much as it takes in one go, and news do not keep it from sending', async () => {
    const { worker, timers, calls } = aWorker(1_000, [32, 32, 5])
    worker.start()
    await timers.advance(1_000)
    expect(calls.filter((call) => call === 'send')).toHaveLength(3)
    expect(calls.indexOf('send')).toBe(20)
    await worker.stop()
  })

  it('comes back after a failure', async () => {
    const { worker, timers, calls, failures } = aWorker(0, [-1])
    worker.start()
    await timers.advance(1_000)
    expect(failures).toEqual([new Error('away')])
    await timers.advance(1_000)
    expect(calls.filter((call) => call === 'send')).toHaveLength(2)
    await worker.stop()
  })
})
