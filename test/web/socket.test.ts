import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { LiveEvent } from '../../web/sdk/events.js'
import { SessionEnded, Unreachable } from '../../web/sdk/problem.js'
import { LiveSocket, type WebSocketLike } from '../../web/sdk/socket.js'

class FakeSocket {
  readonly url: string
  readonly protocols: readonly string[]
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  isClosed = false

  constructor(url: string, protocols: readonly string[]) {
    this.url = url
    this.protocols = protocols
  }

  close(): void {
    this.isClosed = true
  }

  hears(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  isReady(): void {
    this.hears({ type: 'ready', data: { connectionId: 'c', userId: 'u', heartbeatSeconds: 25, serverTime: '2026-01-02T03:04:05.678Z' } })
  }

  ends(code: number): void {
    this.onclose?.({ code })
  }
}

class FakeTokens {
  renewals = 0
  refusal: Error | null = null
  token = async (): Promise<string> => `token-${this.renewals}`
  renew = async (): Promise<string> => {
    if (this.refusal) throw this.refusal
    this.renewals += 1
    return this.token()
  }
}

function start(random = () => 0.5) {
  const opened: FakeSocket[] = []
  const events: LiveEvent[] = []
  const tokens = new FakeTokens()
  const socket = new LiveSocket({
    url: 'wss://chat.example.org/v1/ws',
    open: (url, protocols) => {
      const fake = new FakeSocket(url, protocols)
      opened.push(fake)
      return fake as unknown as WebSocketLike
    },
    tokens,
    onEvent: (event) => events.push(event),
    random,
  })
  socket.start()
  const newest = async (): Promise<FakeSocket> => {
    await jest.advanceTimersByTimeAsync(0)
    const last = opened.at(-1)
    if (!last) throw new Error('no socket was opened')
    return last
  }
  return { socket, opened, events, tokens, newest }
}

/** How long it took until another socket was opened. Milliseconds, in steps of 50. */
async function timeUntilNext(opened: readonly FakeSocket[], limit = 40_000): Promise<number> {
  const before = opened.length
  for (let waited = 0; waited <= limit; waited += 50) {
    if (opened.length > before) return waited
    await jest.advanceTimersByTimeAsync(50)
  }
  throw new Error(`no further socket within ${limit} ms`)
}

beforeEach(() => {
  jest.useFakeTimers()
})

afterEach(() => {
  jest.useRealTimers()
})

describe('LiveSocket', () => {
  it('S154 gives the token as a subprotocol, never in the address', async () => {
    const { newest } = start()
    const first = await newest()
    expect(first.protocols).toEqual(['parley.v1', 'bearer.token-0'])
    expect(first.url).toBe('wss://chat.example.org/v1/ws')
  })

  it('is live once the server says that it is ready, and tells what it hears', async () => {
    const { socket, events, newest } = start()
    const first = await newest()
    expect(socket.status.get()).toBe('connecting')
    first.isReady()
    expect(socket.status.get()).toBe('live')
    first.hears({ type: 'resync', data: {} })
    expect(events.map(({ type }) => type)).toEqual(['ready', 'resync'])
  })

  it('waits longer after each failure, up to half a minute, anywhere between nothing and that', async () => {
    const { opened, newest } = start(() => 1)
    const waits: number[] = []
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const latest = await newest()
      latest.ends(1006)
      waits.push(await timeUntilNext(opened))
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    const eager = start(() => 0)
    const impatient = await eager.newest()
    impatient.ends(1006)
    expect(await timeUntilNext(eager.opened)).toBeLessThanOrEqual(50)
  })

  it('starts over with short waits after a connection that lasted', async () => {
    const { opened, newest } = start(() => 1)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const failing = await newest()
      failing.ends(1006)
      await timeUntilNext(opened)
    }
    const good = await newest()
    good.isReady()
    await jest.advanceTimersByTimeAsync(11_000)
    good.ends(1001)
    expect(await timeUntilNext(opened)).toBe(500)
  })

  it('takes 45 s of silence for a dead connection, and any frame for life', async () => {
    const { socket, opened, newest } = start(() => 1)
    const first = await newest()
    first.isReady()
    await jest.advanceTimersByTimeAsync(44_000)
    first.hears({ type: 'heartbeat', data: { heads: {} } })
    await jest.advanceTimersByTimeAsync(44_900)
    expect(socket.status.get()).toBe('live')
    await jest.advanceTimersByTimeAsync(100)
    expect(first.isClosed).toBe(true)
    expect(socket.status.get()).toBe('waiting')
    await timeUntilNext(opened)
  })

  it('hears nothing more from a connection that it has given up', async () => {
    const { events, newest, socket } = start()
    const first = await newest()
    first.isReady()
    await jest.advanceTimersByTimeAsync(45_000)
    first.hears({ type: 'resync', data: {} })
    first.ends(4401)
    expect(events.map(({ type }) => type)).toEqual(['ready'])
    expect(socket.status.get()).toBe('waiting')
  })

  it('renews the token when the session is said to have ended, and comes back at once', async () => {
    const { opened, newest, tokens } = start(() => 1)
    const first = await newest()
    first.isReady()
    first.ends(4401)
    expect(await timeUntilNext(opened)).toBeLessThanOrEqual(50)
    expect(tokens.renewals).toBe(1)
    expect(opened.at(-1)?.protocols).toEqual(['parley.v1', 'bearer.token-1'])
  })

  it('does not hurry back when the renewed session is refused again', async () => {
    const { opened, newest } = start(() => 1)
    const first = await newest()
    first.ends(4401)
    const second = await newest()
    second.ends(4401)
    expect(await timeUntilNext(opened)).toBeGreaterThanOrEqual(1_000)
  })

  it('stops when there is no session any more', async () => {
    const { socket, opened, newest, tokens } = start()
    const first = await newest()
    first.isReady()
    tokens.refusal = new SessionEnded()
    first.ends(4401)
    await jest.advanceTimersByTimeAsync(120_000)
    expect(socket.status.get()).toBe('idle')
    expect(opened).toHaveLength(1)
  })

  it('keeps trying when the session cannot be asked about', async () => {
    const { socket, opened, newest, tokens } = start()
    const first = await newest()
    tokens.refusal = new Unreachable()
    first.ends(4401)
    await jest.advanceTimersByTimeAsync(0)
    expect(socket.status.get()).toBe('waiting')
    tokens.refusal = null
    await timeUntilNext(opened)
  })

  it.each([1002, 1003, 1007, 1008, 1009])('does not come back after %d, which would only happen again', async (code) => {
    const { socket, opened, newest } = start()
    const first = await newest()
    first.isReady()
    first.ends(code)
    await jest.advanceTimersByTimeAsync(300_000)
    expect(socket.status.get()).toBe('refused')
    expect(opened).toHaveLength(1)
  })

  it('leaves the other tabs in peace for a while when there are too many', async () => {
    const { opened, newest } = start(() => 1)
    const first = await newest()
    first.isReady()
    first.ends(4409)
    expect(await timeUntilNext(opened)).toBe(30_000)
  })

  it('tries a new token now and then, as a refused upgrade looks like a lost network', async () => {
    const { opened, newest, tokens } = start(() => 1)
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(tokens.renewals).toBe(0)
      const latest = await newest()
      latest.ends(1006)
      await timeUntilNext(opened)
    }
    expect(tokens.renewals).toBe(1)
  })

  it('waits no longer when the network is back', async () => {
    const { socket, opened, newest } = start(() => 1)
    const first = await newest()
    first.ends(1006)
    socket.nudge()
    await newest()
    expect(opened).toHaveLength(2)
  })

  it('opens nothing after it was stopped while it waited for a token', async () => {
    const { socket, opened } = start()
    socket.stop()
    await jest.advanceTimersByTimeAsync(60_000)
    expect(opened).toHaveLength(0)
    expect(socket.status.get()).toBe('idle')
  })
})
