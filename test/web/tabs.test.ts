import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { LiveEvent } from '../../web/sdk/events.js'
import { ApiProblem } from '../../web/sdk/problem.js'
import { Session } from '../../web/sdk/session.js'
import { SharedSocket } from '../../web/sdk/shared-socket.js'
import type { WebSocketLike } from '../../web/sdk/socket.js'
import type { Transport } from '../../web/sdk/transport.js'
import { FakeBrowser } from './fake-browser.js'
import { person } from './model-server.js'

interface OpenSocket {
  isOpen: boolean
  onmessage: ((message: { data: string }) => void) | null
  onclose: (() => void) | null
  close(): void
}

let browser: FakeBrowser
let sockets: OpenSocket[]
let refreshes: number
let user: ReturnType<typeof person>
let trouble: Error | null

const transport: Transport = async (call) => {
  await Promise.resolve()
  if (call.path === '/v1/auth/refresh') refreshes += 1
  if (trouble && call.path === '/v1/auth/refresh') throw trouble
  if (call.path === '/v1/auth/logout') return call.decode(null)
  return call.decode({ accessToken: `token-${refreshes}`, expiresIn: 900 + refreshes, user })
}

const connect = (): WebSocketLike => {
  const socket: OpenSocket = {
    isOpen: true,
    onmessage: null,
    onclose: null,
    close: () => {
      socket.isOpen = false
    },
  }
  sockets.push(socket)
  return socket as unknown as WebSocketLike
}

const openOnes = () => sockets.filter(({ isOpen }) => isOpen)
const server = () => openOnes()[0]
const says = (frame: unknown) => server()?.onmessage?.({ data: JSON.stringify(frame) })
const ready = () =>
  says({ type: 'ready', data: { connectionId: 'c', userId: 'ada', heartbeatSeconds: 25, serverTime: '2026-01-02T03:04:05.678Z' } })
const settled = () => jest.advanceTimersByTimeAsync(10)

async function openTab() {
  const { tabs, close } = browser.open()
  const session = new Session(transport, { tabs, random: () => 0.5 })
  const heard: LiveEvent[] = []
  const socket = new SharedSocket({ url: 'wss://x/v1/ws', open: connect, tokens: session, tabs, onEvent: (event) => heard.push(event) })
  const follow = () => {
    const state = session.state.get()
    if (state.status === 'signed-in') socket.start(state.user.id)
    else socket.stop()
  }
  session.state.subscribe(follow)
  void session.start()
  await settled()
  return {
    session,
    socket,
    heard,
    /** The page is gone, and with it whatever it had open; nothing of it runs any more. */
    kill: () => {
      const wasLeader = socket.isLeader
      close()
      session.stop()
      for (const one of wasLeader ? openOnes().slice(0, 1) : []) one.isOpen = false
    },
  }
}

beforeEach(() => {
  jest.useFakeTimers()
  browser = new FakeBrowser()
  sockets = []
  refreshes = 0
  user = person('ada')
  trouble = null
})

afterEach(() => {
  jest.useRealTimers()
})

describe('the tabs of one browser', () => {
  it('share one connection: each hears what it brings', async () => {
    const tabs = [await openTab(), await openTab(), await openTab()]
    expect(openOnes()).toHaveLength(1)
    ready()
    says({ type: 'skipped', chatId: 'alpha', seq: 7 })
    await settled()
    for (const tab of tabs) {
      expect(tab.heard.map(({ type }) => type)).toEqual(['ready', 'skipped'])
      expect(tab.socket.status.get()).toBe('live')
    }
  })

  it('S157 refresh once for all of them, at the start and whenever a token is about to end', async () => {
    const tabs = [await openTab(), await openTab(), await openTab(), await openTab(), await openTab()]
    expect(refreshes).toBe(1)
    for (const { socket } of tabs) socket.stop()
    await jest.advanceTimersByTimeAsync(0.82 * 900_000)
    expect(refreshes).toBe(2)
    expect(new Set(await Promise.all(tabs.map(({ session }) => session.token())))).toEqual(new Set(['token-2']))
  })

  it('S157 refresh once for a storm of refused calls in all of them', async () => {
    const tabs = [await openTab(), await openTab(), await openTab()]
    const [token] = await Promise.all(tabs.map(({ session }) => session.token()))
    await Promise.all([
      jest.advanceTimersByTimeAsync(1_000),
      ...tabs.flatMap(({ session }) => [session.replace(token ?? ''), session.replace(token ?? '')]),
    ])
    expect(refreshes).toBe(2)
  })

  it('S157 end together, once, when the session is gone', async () => {
    const tabs = [await openTab(), await openTab(), await openTab()]
    trouble = new ApiProblem(401, { code: 'refresh_token_reused', title: 'No' }, null)
    const renewals = Promise.allSettled(tabs.map(({ session }) => session.renew()))
    await settled()
    await settled()
    await jest.advanceTimersByTimeAsync(2_000)
    await renewals
    expect(tabs.map(({ session }) => session.state.get().status)).toEqual(['signed-out', 'signed-out', 'signed-out'])
    expect(refreshes).toBe(2)
    expect(openOnes()).toHaveLength(0)
  })

  it('S158 sign out together, and in together', async () => {
    const [first, second] = [await openTab(), await openTab()]
    await first.session.logout()
    await settled()
    expect(second.session.state.get()).toEqual({ status: 'signed-out', ended: true })
    expect(openOnes()).toHaveLength(0)
    user = person('bob')
    await second.session.login('bob@example.com', 'x')
    await settled()
    expect(first.session.userId).toBe('bob')
    expect(openOnes()).toHaveLength(1)
  })

  it('get another leader each time the leader goes, and never two', async () => {
    const tabs = [await openTab(), await openTab(), await openTab(), await openTab(), await openTab()]
    for (let turn = 0; turn < 20; turn += 1) {
      const leader = tabs.findIndex(({ socket }) => socket.isLeader)
      tabs[leader]?.kill()
      tabs.splice(leader, 1, await openTab())
      await settled()
      expect(openOnes()).toHaveLength(1)
      const before = tabs.map(({ heard }) => heard.length)
      ready()
      await settled()
      expect(tabs.map(({ heard }, index) => heard.length - (before[index] ?? 0))).toEqual([1, 1, 1, 1, 1])
    }
  })

  it('take the place of a leader that does not answer, but not of one that does', async () => {
    const silent = browser.open()
    const stop = silent.tabs.lead(() => () => undefined)
    const tab = await openTab()
    expect(openOnes()).toHaveLength(0)
    await jest.advanceTimersByTimeAsync(6_000)
    expect(tab.socket.isLeader).toBe(true)
    const other = await openTab()
    await jest.advanceTimersByTimeAsync(180_000)
    expect([tab.socket.isLeader, other.socket.isLeader]).toEqual([true, false])
    stop()
  })
})
