import { beforeAll, expect, it, jest } from '@jest/globals'
import type { Page, Route } from 'playwright-core'
import type { TestApp } from '../support/app.js'
import type { TestBrowser } from '../support/browser.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { startWebApp } from '../support/web-app.js'
import { act, rowOf, soon } from '../support/web-page.js'
import { watchOver } from '../support/web-suite.js'

jest.setTimeout(120_000)

requires('postgres', 'chromium')('what the page fetches with its first use', () => {
  let app: TestApp
  let browser: TestBrowser
  let ada: Person
  let chat: { readonly id: string }

  beforeAll(async () => {
    const { url, ...started } = await startWebApp()
    ;({ app, browser } = started)
    const bob = await Person.signUp(url, 'bob')
    ada = await Person.signUp(url, 'ada')
    chat = await ada.createGroup('Demand', bob)
    await ada.send(chat.id, 'said before')
  }, 120_000)

  watchOver(() => ({ app, browser }))

  /** Nothing comes from a service worker here. */
  async function atTheChat(): Promise<Page> {
    const page = await browser.signIn(ada, { serviceWorkers: 'block' })
    await page.goto(`/chats/${chat.id}`)
    await rowOf(page, 'said before').waitFor()
    return page
  }

  const start = (page: Page) => page.getByRole('button', { name: 'Start a conversation' })
  const box = (page: Page) => page.getByLabel(/^Message to/)
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)

  /** Keeps what is asked for until it is let through. */
  async function hold(page: Page, files: string): Promise<{ asked: () => Promise<boolean>; release: () => Promise<void> }> {
    const held: Route[] = []
    let open = false
    await page.route(files, (route) => (open ? route.continue() : void held.push(route)))
    return {
      asked: () => soon('it is asked for', async () => held.length > 0),
      release: async () => {
        open = true
        const arrived = page.waitForResponse(files)
        for (const route of held.splice(0)) await route.continue()
        await (await arrived).finished()
      },
    }
  }

  it.each([
    ['a menu', '**/assets/menu-parts-*', start, 'menu'],
    ['the emoji', '**/assets/emoji-popover-*', (page: Page) => page.getByRole('button', { name: 'Emoji', exact: true }), 'dialog'],
  ] as const)('%s that cannot be fetched leaves the page as it is, and comes with the next try', async (_, files, button, role) => {
    const page = await atTheChat()
    await box(page).fill('a draft')
    await page.route(files, (route) => route.abort())
    await button(page).click()
    await page.getByRole('alert').getByText('cannot be reached').waitFor()
    expect(await box(page).inputValue()).toBe('a draft')
    await page.unroute(files)
    await button(page).click()
    await page.getByRole(role).waitFor()
    await page.context().close()
  })

  it('a question that cannot be fetched leaves the conversation as it is, and is asked with the next try', async () => {
    const page = await atTheChat()
    const files = '**/assets/message-question-*'
    await page.route(files, (route) => route.abort())
    await act(page, 'said before', 'Delete')
    await page.getByRole('alert').getByText('cannot be reached').waitFor()
    await page.unroute(files)
    await act(page, 'said before', 'Forward')
    await page.getByRole('dialog').getByLabel('Search chats').click()
    await page.keyboard.type('Demand')
    await page.getByRole('dialog').getByRole('button', { name: 'Demand' }).waitFor()
    await page.context().close()
  })

  it('a menu that is awaited leaves the focus where it is, and takes it once it has come', async () => {
    const page = await atTheChat()
    const { asked, release } = await hold(page, '**/assets/menu-parts-*')
    await start(page).press('Enter')
    await asked()
    await start(page).and(page.locator('[aria-busy=true]')).waitFor()
    expect(await focused(page)).toBe('Start a conversation')
    await release()
    await page.getByRole('menuitem', { name: 'New message' }).and(page.locator(':focus')).waitFor()
    await page.context().close()
  })

  it.each([
    ['presses Escape', (page: Page) => page.keyboard.press('Escape')],
    ['writes something', (page: Page) => box(page).pressSequentially('hello')],
    ['points at something else', (page: Page) => box(page).click()],
  ])('a menu does not open for who %s before it has come', async (_, turnAway) => {
    const page = await atTheChat()
    const { asked, release } = await hold(page, '**/assets/menu-parts-*')
    await start(page).press('Enter')
    await asked()
    await turnAway(page)
    await release()
    await box(page).pressSequentially(' and more')
    expect(await box(page).inputValue()).toMatch(/ and more$/)
    expect(await page.getByRole('menu').count()).toBe(0)
    await page.context().close()
  })

  it('a question does not come up for who writes before it has come', async () => {
    const page = await atTheChat()
    const { asked, release } = await hold(page, '**/assets/message-question-*')
    await act(page, 'said before', 'Forward')
    await asked()
    await box(page).click()
    await release()
    await box(page).pressSequentially('a text')
    expect(await box(page).inputValue()).toBe('a text')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.context().close()
  })

  it('a menu of a message opens even if the pointer goes away before it has come', async () => {
    const page = await atTheChat()
    const { asked, release } = await hold(page, '**/assets/menu-parts-*')
    await rowOf(page, 'said before').hover()
    await rowOf(page, 'said before').getByRole('button', { name: 'Actions' }).click()
    await asked()
    await page.mouse.move(5, 5)
    await release()
    await page.getByRole('menu').waitFor()
    await page.context().close()
  })

  it('a panel that cannot be fetched says so in its place, and comes with the next try', async () => {
    const page = await atTheChat()
    const files = '**/assets/details-panel-*'
    await page.route(files, (route) => route.abort())
    await page.goto(`/chats/${chat.id}?details`)
    const panel = page.getByRole('complementary')
    await panel.getByText('cannot be reached').waitFor()
    await page.unroute(files)
    await panel.getByRole('button', { name: 'Try again' }).click()
    await panel.getByText('bob').first().waitFor()
    await page.context().close()
  })

  it('emoji whose names cannot be fetched say so, and come with the next try', async () => {
    const page = await atTheChat()
    await page.route('**/emoji/**', (route) => route.abort())
    await page.getByRole('button', { name: 'Emoji', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('cannot be reached').waitFor()
    await page.unroute('**/emoji/**')
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await dialog.getByRole('gridcell').first().waitFor()
    await page.context().close()
  })

  it('a question that is closed gives the focus back to the message that it was about', async () => {
    const page = await atTheChat()
    const row = rowOf(page, 'said before')
    for (const [key, role] of [
      ['Delete', 'alertdialog'],
      ['Forward', 'dialog'],
    ] as const) {
      await row.getByRole('button', { name: 'Actions' }).or(row).first().focus()
      await row.getByRole('button', { name: 'Actions' }).press('Enter')
      await page.getByRole('menuitem', { name: key, exact: true }).press('Enter')
      await page.getByRole(role).waitFor()
      await page.keyboard.press('Escape')
      await soon('the focus is back', () => row.evaluate((element) => element.contains(document.activeElement)))
    }
    await page.context().close()
  })
})
