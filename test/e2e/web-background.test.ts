import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { TestApp } from '../support/app.js'
import type { TestBrowser } from '../support/browser.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { startWebApp } from '../support/web-app.js'
import { say, soon, texts } from '../support/web-page.js'

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

  afterEach(() => {
    expect(browser.complaints.splice(0)).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  /** As if somebody had turned to another tab, or come back. */
  const turn = (page: Page, state: 'hidden' | 'visible') =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)

  it('announces a message once however many tabs there are, and only while none is looked at', async () => {
    const chat = await ada.createGroup('Announced', bob)
    const first = await browser.signIn(ada)
    await first.context().grantPermissions(['notifications'])
    await first.context().addInitScript(() => {
      const told: string[] = []
      class Recorded extends EventTarget {
        static permission = 'granted'
        onclick: unknown = null
        constructor(title: string, options: { body?: string }) {
          super()
          told.push(`${title}: ${options.body}`)
        }
        close(): void {}
      }
      Object.assign(globalThis, { told, Notification: Recorded })
    })
    const tabs = [await first.context().newPage(), await first.context().newPage()]
    for (const tab of tabs) await tab.goto(`/chats/${chat.id}`)
    await first.close()
    const toldIn = async () =>
      (await Promise.all(tabs.map((tab) => tab.evaluate(() => (globalThis as unknown as { told: string[] }).told)))).flat()
    for (const tab of tabs) await tab.getByLabel(/^Message to/).waitFor()

    await bob.send(chat.id, 'while somebody looks')
    for (const tab of tabs) await soon('it came', async () => (await texts(tab)).includes('while somebody looks'))
    for (const tab of tabs) await turn(tab, 'hidden')
    await soon(
      'nobody looks',
      () =>
        tabs[0]?.evaluate(async () => ((await navigator.locks.query()).held ?? []).every(({ name }) => name !== 'parley.looked-at')) ??
        Promise.resolve(false),
    )
    await bob.send(chat.id, 'while nobody does')
    await soon('it is announced', async () => (await toldIn()).length > 0)
    expect((await toldIn()).map((text) => text.replace(/.* in /, ''))).toEqual(['Announced: while nobody does'])
    await soon('the title counts it', async () => (await tabs[0]?.title())?.startsWith('(1) '))
    for (const tab of tabs) await turn(tab, 'visible')
    await soon('it is read', async () => !(await tabs[0]?.title())?.startsWith('('))
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
