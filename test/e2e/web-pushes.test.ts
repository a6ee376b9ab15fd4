import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it, jest } from '@jest/globals'
import type { BrowserContext, Page, Worker } from 'playwright-core'
import type { TestApp } from '../support/app.js'
import type { TestBrowser } from '../support/browser.js'
import { type Json, Person } from '../support/client.js'
import { PushBrowser } from '../support/push-browser.js'
import { requires } from '../support/requires.js'
import { startWebApp } from '../support/web-app.js'
import { soon } from '../support/web-page.js'
import { watchOver } from '../support/web-suite.js'

jest.setTimeout(90_000)

/** What of a service worker's scope is used here. */
interface WorkerScope {
  readonly WindowClient: { readonly prototype: object }
  readonly NotificationEvent: new (type: string, init: { readonly notification: unknown }) => Event
  readonly registration: { getNotifications(filter: { readonly tag: string }): Promise<readonly unknown[]> }
  dispatchEvent(event: Event): boolean
}

requires('postgres', 'chromium')('the page, and pushes', () => {
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

  const browsersOf = async (person: Person): Promise<readonly Json[]> => (await person.expect(200, 'GET', '/v1/push-subscriptions')).items

  /** The browser's own push service is not to be reached from here: in its place, one that gives out this subscription, and remembers with what key. */
  async function withPushService(context: BrowserContext, { subscription }: PushBrowser): Promise<void> {
    await context.grantPermissions(['notifications'])
    await context.addInitScript((given) => {
      const key = 'held by the push service'
      const bytesOf = (text: string) =>
        Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (digit) => digit.charCodeAt(0)).buffer
      const held = () => {
        const applicationServerKey = localStorage.getItem(key)
        if (applicationServerKey === null) return null
        const unsubscribe = async () => localStorage.removeItem(key)
        return { ...given, options: { applicationServerKey: bytesOf(applicationServerKey) }, toJSON: () => given, unsubscribe }
      }
      const subscribe = async ({ applicationServerKey, userVisibleOnly }: { applicationServerKey: string; userVisibleOnly: boolean }) => {
        if (!userVisibleOnly) throw new Error('only what is seen')
        localStorage.setItem(key, applicationServerKey)
        return held()
      }
      Object.assign(PushManager.prototype, { subscribe, getSubscription: async () => held() })
    }, subscription)
  }

  const openSettings = async (person: Person, push: PushBrowser): Promise<Page> => {
    const page = await browser.signIn(person)
    await withPushService(page.context(), push)
    await page.goto('/settings/notifications')
    return page
  }

  it('PN1 PN3 turns them on and off in this browser, and sets for all of them what is told', async () => {
    const push = new PushBrowser()
    const page = await openSettings(ada, push)
    await page.getByRole('button', { name: 'Turn on in this browser' }).click()
    await page.getByRole('button', { name: 'Turn off in this browser' }).waitFor()
    expect((await browsersOf(ada)).map(({ endpoint }) => endpoint)).toEqual([push.subscription.endpoint])
    await page.reload()
    await page.getByRole('button', { name: 'Turn off in this browser' }).click()
    await page.getByRole('button', { name: 'Turn on in this browser' }).waitFor()
    expect(await browsersOf(ada)).toEqual([])

    const settings = () => ada.expect(200, 'GET', '/v1/me/notifications')
    await page.getByRole('radio', { name: 'Mentions only' }).click()
    await page.getByRole('radio', { name: 'Only who wrote, and where' }).click()
    await soon('both are set', async () => JSON.stringify(await settings()) === '{"level":"mentions","showPreview":false}')
    await page.reload()
    expect(await page.getByRole('radio', { name: 'Mentions only' }).isChecked()).toBe(true)
    expect(await page.getByRole('radio', { name: 'Only who wrote, and where' }).isChecked()).toBe(true)
    await page.context().close()
  })

  it('PN2 is told again after the next sign-in, and no more of who was signed out elsewhere', async () => {
    const push = new PushBrowser()
    const page = await openSettings(bob, push)
    await page.getByRole('button', { name: 'Turn on in this browser' }).click()
    await soon('it is on', async () => (await browsersOf(bob)).length === 1)
    // As if the page had not been open when its session ended, and somebody signed in anew.
    await app.query('DELETE FROM push_subscriptions WHERE user_id = $1', [bob.id])
    await page.reload()
    await soon('it is on again', async () => (await browsersOf(bob)).length === 1)
    const { items } = await bob.expect(200, 'GET', '/v1/auth/sessions')
    for (const { id, current } of items) if (!current) await bob.expect(204, 'DELETE', `/v1/auth/sessions/${id}`)
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await soon('the browser lets go of it', () =>
      page.evaluate(async () => (await (await navigator.serviceWorker.ready).pushManager.getSubscription()) === null),
    )
    await page.context().close()
  })

  /** What the push service would wake the worker for. */
  async function deliver(page: Page, news: Json): Promise<void> {
    const session = await page.context().newCDPSession(page)
    const registered = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        if (registrations[0]) resolve(registrations[0].registrationId)
      })
    })
    await session.send('ServiceWorker.enable')
    const { origin } = new URL(page.url())
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registered, data: JSON.stringify(news) })
    await session.detach()
  }

  const shown = (page: Page) =>
    page.evaluate(async () => {
      const all = await (await navigator.serviceWorker.ready).getNotifications()
      return all.map(({ title, body, tag, data }) => ({ title, body, tag, data: data as string }))
    })

  it('PN4 shows what is pushed while no page is looked at, of a chat the last thing, and opens it', async () => {
    const chat = await ada.createGroup('Pushed', bob)
    await ada.send(chat.id, 'Hello')
    await bob.logIn()
    const page = await browser.signIn(bob)
    await page.context().grantPermissions(['notifications'])
    // A page that was opened before the worker was there is nobody's.
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.goto('/settings/notifications')
    await soon('the page is the worker’s', () => page.evaluate(() => navigator.serviceWorker.controller !== null))
    const news = { chatId: chat.id, number: 1, title: 'Pushed', sender: 'ada', text: 'Hello' }
    const blank = await page.context().newPage()
    await blank.goto('/icon.svg')
    const worker = (await soon('the worker runs', async () => page.context().serviceWorkers()[0])) as Worker
    // The pages of a headless browser are all looked at: to the worker they are as the test says.
    const sight = await worker.evaluateHandle(() => {
      const state = { asked: 0, is: 'visible' }
      const { prototype } = (globalThis as unknown as WorkerScope).WindowClient
      const get = () => {
        state.asked += 1
        return state.is
      }
      Object.defineProperty(prototype, 'visibilityState', { configurable: true, get })
      return state
    })
    await deliver(page, { ...news, chatId: randomUUID(), title: 'While somebody looks' })
    // Delivered is not handled yet: what comes late would be shown with the others.
    await soon('the worker has looked', () => sight.evaluate(({ asked }) => asked > 0))
    await sight.evaluate((state) => {
      state.is = 'hidden'
    })
    await deliver(page, news)
    const other = randomUUID()
    await deliver(page, { ...news, number: 2, text: null })
    await deliver(page, { chatId: other, number: 1, title: 'ada', sender: 'ada', text: 'Between us' })
    await soon('they are shown', async () => (await shown(page)).length >= 2)
    expect((await shown(page)).sort((one, two) => (one.title < two.title ? -1 : 1))).toEqual([
      { title: 'Pushed', body: 'ada', tag: chat.id, data: `/chats/${chat.id}?at=2` },
      { title: 'ada', body: 'Between us', tag: other, data: `/chats/${other}?at=1` },
    ])

    await worker.evaluate(async (tag) => {
      const scope = globalThis as unknown as WorkerScope
      // The browser lets a worker do this for who has really clicked.
      const focus = async function focus(this: object) {
        return this
      }
      Object.defineProperty(scope.WindowClient.prototype, 'focus', { value: focus })
      const [notification] = await scope.registration.getNotifications({ tag })
      scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }))
    }, chat.id)
    await page.waitForURL(`**/chats/${chat.id}**`)
    await page.locator('[data-text]').getByText('Hello', { exact: true }).waitFor()
    expect((await shown(page)).map(({ title }) => title)).toEqual(['ada'])
    await page.context().close()
  })
})
