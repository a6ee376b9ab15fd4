import { beforeAll, expect, it, jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { TestApp } from '../support/app.js'
import type { TestBrowser } from '../support/browser.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { startWebApp } from '../support/web-app.js'
import { say, soon, texts } from '../support/web-page.js'
import { watchOver } from '../support/web-suite.js'

jest.setTimeout(90_000)

requires('postgres', 'chromium')('the page in the background, and without a network', () => {
  let app: TestApp
  let browser: TestBrowser
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    const { url, ...started } = await startWebApp()
    ;({ app, browser } = started)
    ;[ada, bob] = await Promise.all([Person.signUp(url, 'ada'), Person.signUp(url, 'bob')])
  }, 120_000)

  watchOver(() => ({ app, browser }))

  /** As if somebody had turned to another tab, or come back. */
  const turn = (page: Page, state: 'hidden' | 'visible') =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)

  /** Tabs of one browser at a chat, that keep what they announce. */
  async function tabsAt(chatId: string, count: number): Promise<{ tabs: readonly Page[]; told: () => Promise<readonly string[]> }> {
    const first = await browser.signIn(ada)
    await first.context().grantPermissions(['notifications'])
    await first.context().addInitScript(() => {
      const told: string[] = []
      class Recorded extends EventTarget {
        static permission = 'granted'
        onclick: unknown = null
        constructor(title: string, { body = 'no words' }: { body?: string }) {
          super()
          told.push(`${title}: ${body}`)
        }
        close(): void {}
      }
      Object.assign(globalThis, { told, Notification: Recorded })
    })
    const tabs: Page[] = []
    for (let nth = 0; nth < count; nth += 1) tabs.push(await first.context().newPage())
    for (const tab of tabs) await tab.goto(`/chats/${chatId}`)
    await first.close()
    for (const tab of tabs) await tab.getByLabel(/^Message to/).waitFor()
    const toldBy = (tab: Page) => tab.evaluate(() => (globalThis as unknown as { told: string[] }).told)
    return { tabs, told: async () => (await Promise.all(tabs.map(toldBy))).flat().map((text) => text.replace(/.* in /, '')) }
  }

  async function hide(tabs: readonly Page[]): Promise<void> {
    for (const tab of tabs) await turn(tab, 'hidden')
    const locks = () => tabs[0]?.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name))
    await soon('nobody looks', async () => !(await locks())?.includes('parley.looked-at'))
  }

  it('announces a message once however many tabs there are, and only while none is looked at', async () => {
    const chat = await ada.createGroup('Announced', bob)
    const { tabs, told } = await tabsAt(chat.id, 2)
    await bob.send(chat.id, 'while somebody looks')
    for (const tab of tabs) await soon('it came', async () => (await texts(tab)).includes('while somebody looks'))
    await hide(tabs)
    await bob.send(chat.id, 'while nobody does')
    await soon('it is announced', async () => (await told()).length > 0)
    expect(await told()).toEqual(['Announced: while nobody does'])
    await soon('the title counts it', async () => (await tabs[0]?.title())?.startsWith('(1) '))
    for (const tab of tabs) await turn(tab, 'visible')
    await soon('it is read', async () => !(await tabs[0]?.title())?.startsWith('('))
    await tabs[0]?.context().close()
  })

  it('announces no more than somebody wants to hear, and no words that are not to be seen', async () => {
    const chat = await ada.createGroup('Quiet', bob)
    await ada.expect(200, 'PATCH', '/v1/me/notifications', { level: 'mentions', showPreview: false })
    const { tabs, told } = await tabsAt(chat.id, 1)
    await hide(tabs)
    await bob.send(chat.id, 'not for anybody')
    await bob.send(chat.id, `for @${ada.handle}`)
    await soon('it is announced', async () => (await told()).length > 0)
    expect(await told()).toEqual(['Quiet: no words'])
    await ada.expect(200, 'PATCH', '/v1/me/notifications', { level: 'all', showPreview: true })
    await tabs[0]?.context().close()
  })

  it('comes up without a network, keeps no answer of the API, and sends what was written once there is one', async () => {
    const chat = await ada.createGroup('In the tunnel', bob)
    const page = await browser.signIn(ada)
    await page.goto(`/chats/${chat.id}`)
    await page.getByLabel(/^Message to/).waitFor()
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await page.reload()
    await soon('the worker serves the page', () => page.evaluate(() => navigator.serviceWorker.controller !== null))
    await page.getByLabel(/^Message to/).waitFor()
    await page.context().setOffline(true)
    await say(page, 'written in the tunnel')
    await soon('it is shown', async () => (await texts(page)).length === 1)
    await page.reload()
    await page.getByText('The server cannot be reached. Trying again').waitFor()
    await page.getByText('1 message waits here to be sent.').waitFor()
    const kept = await page.evaluate(async () => {
      const names = await caches.keys()
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return requests.flat().map(({ url }) => new URL(url).pathname)
    })
    expect(kept).toContain('/index.html')
    expect(kept.filter((path) => path.startsWith('/v1'))).toEqual([])
    await page.context().setOffline(false)
    await soon('it is sent', async () => {
      const { items } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)
      return items.length === 1 && items[0].text === 'written in the tunnel'
    })
    await page.getByLabel(/^Message to/).waitFor()
    expect(await texts(page)).toEqual(['written in the tunnel'])
    // The connection was refused in between, and the browser says so.
    browser.complaints.length = 0
    await page.context().close()
  })
})
