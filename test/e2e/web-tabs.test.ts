import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import type { BrowserContext, Page } from 'playwright-core'
import type { TestApp } from '../support/app.js'
import type { TestBrowser } from '../support/browser.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'
import { startWebApp } from '../support/web-app.js'
import { say, texts } from '../support/web-page.js'

jest.setTimeout(240_000)

const soon = <Value>(what: string, condition: () => Promise<Value>) => until(what, condition, 30_000)

requires('postgres', 'chromium')('several tabs of one browser', () => {
  let app: TestApp
  let browser: TestBrowser
  let ada: Person
  let bob: Person
  let refreshes = 0
  const sockets = new Map<Page, Set<object>>()

  beforeAll(async () => {
    const { url, ...started } = await startWebApp()
    ;({ app, browser } = started)
    ;[ada, bob] = await Promise.all([Person.signUp(url, 'ada'), Person.signUp(url, 'bob')])
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  function watch(page: Page): void {
    const open = new Set<object>()
    sockets.set(page, open)
    page.on('websocket', (socket) => {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    })
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/auth/refresh')) refreshes += 1
    })
  }

  async function openTab(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage()
    watch(page)
    await page.goto(path)
    await page.getByLabel(/^Message to/).waitFor()
    return page
  }

  const openSockets = () => [...sockets.values()].reduce((sum, open) => sum + open.size, 0)

  it('S157 hold one socket and refresh once, lose nothing and show nothing twice, while the one that holds it is killed twenty times', async () => {
    const chat = await ada.createGroup('Many tabs', bob)
    const first = await browser.signIn(ada)
    const context = first.context()
    const path = `/chats/${chat.id}`
    const tabs: Page[] = []
    for (let index = 0; index < 5; index += 1) tabs.push(await openTab(context, path))
    await first.close()
    await soon('one tab has the socket', async () => openSockets() === 1)
    expect(refreshes).toBe(0)

    const expected: string[] = []
    for (let round = 1; round <= 20; round += 1) {
      const leader = tabs.findIndex((page) => (sockets.get(page)?.size ?? 0) > 0)
      const [killed] = tabs.splice(leader, 1)
      if (!killed) throw new Error('nobody has the socket')
      const [before, during] = [`${round} before`, `${round} during`]
      await bob.send(chat.id, before)
      await Promise.all([bob.send(chat.id, during), killed.close()])
      sockets.delete(killed)
      expected.push(before, during)
      tabs.push(await openTab(context, path))
      await soon('another one has the socket', async () => openSockets() === 1)
      if (round % 5 === 0) {
        const own = `${round} own`
        await say(tabs[0] as Page, own)
        expected.push(own)
      }
      const latest = expected.slice(-3)
      for (const page of tabs) {
        await soon(`all tabs show round ${round}`, async () => {
          const shown = await texts(page)
          return latest.every((text) => shown.includes(text))
        })
      }
    }
    for (const page of tabs) {
      await soon('all came', async () => (await texts(page)).at(-1) === expected.at(-1))
      const shown = await texts(page)
      expect(shown).toEqual(expected.slice(-shown.length))
      expect(shown.length).toBeGreaterThan(10)
    }
    expect(openSockets()).toBe(1)
    expect(refreshes).toBe(0)
    const { items } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages?limit=100`)
    expect(items.map((item: { text: string }) => item.text)).toEqual(expected)
    await context.close()
  })
})
