import { afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { TestApp } from '../support/app.js'
import { violations } from '../support/axe.js'
import type { TestBrowser } from '../support/browser.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'
import { startWebApp } from '../support/web-app.js'
import { act, message } from '../support/web-page.js'
import { watchOver } from '../support/web-suite.js'

jest.setTimeout(120_000)

requires('postgres', 'chromium')('what is reported, in the web client', () => {
  let app: TestApp
  let browser: TestBrowser
  let ada: Person
  let bob: Person
  let cem: Person

  beforeAll(async () => {
    const { url, ...started } = await startWebApp()
    ;({ app, browser } = started)
    ;[ada, bob, cem] = await Promise.all([Person.signUp(url, 'ada'), Person.signUp(url, 'bob'), Person.signUp(url, 'cem')])
    await app.query('INSERT INTO instance_admins VALUES ($1, $1, now())', [ada.id])
  }, 120_000)

  afterEach(async () => void (await app.query('DELETE FROM reports')))

  watchOver(() => ({ app, browser }))

  const report = (page: Page, name: string) => page.getByRole('article', { name, exact: true })

  it('MO1 a message is reported from its menu, looked at where it was said, and removed; the decision is kept', async () => {
    const chat = await ada.createGroup('Market', bob, cem)
    await bob.send(chat.id, 'Buy my coins')
    const [hers, his] = await Promise.all([browser.signIn(ada), browser.signIn(cem)])
    await his.goto(`/chats/${chat.id}`)
    await act(his, 'Buy my coins', 'Report')
    const dialog = his.getByRole('dialog', { name: 'Report this message' })
    await dialog.getByText('Buy my coins').waitFor()
    const send = dialog.getByRole('button', { name: 'Send the report' })
    expect(await send.isDisabled()).toBe(true)
    // The first choice has the focus: the keyboard is enough.
    await his.keyboard.press('Space')
    expect(await dialog.getByRole('radio', { name: 'Spam, or a scam' }).isChecked()).toBe(true)
    await dialog.getByLabel('What should they know?').fill('The third time today')
    expect(await violations(his)).toEqual([])
    await send.click()
    await his.getByText('Thank you. A moderator will look at it.').waitFor()
    await dialog.waitFor({ state: 'detached' })

    await hers.goto('/reports')
    const card = report(hers, 'bob')
    await card.getByText('Spam, or a scam: The third time today').waitFor()
    await card.getByText(/cem.* reported it this minute/).waitFor()
    expect(await violations(hers)).toEqual([])
    await card.getByRole('link', { name: 'Open in the chat' }).click()
    await message(hers, 'Buy my coins').waitFor()
    await hers.goBack()
    await card.getByRole('button', { name: 'Remove the message' }).click()
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Remove the message' }).click()
    await card.getByText('Message deleted').waitFor()
    await his.getByRole('region', { name: 'Messages' }).getByText('Message deleted').waitFor()

    await card.getByRole('button', { name: 'Resolve' }).click()
    const decision = hers.getByRole('dialog', { name: 'Resolve' })
    await decision.getByLabel(/^Note/).fill('Removed, and told')
    await decision.getByRole('button', { name: 'Resolve' }).click()
    await hers.getByText('Nothing to look at').waitFor()
    // Who works with the keyboard goes on in the list, not at the top of the page.
    expect(await hers.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Reports: Open')
    await hers.getByRole('radio', { name: 'Resolved' }).click()
    await card.getByText('Removed, and told').waitFor()
    await card.getByRole('button', { name: 'Open it again' }).click()
    await hers.getByText('None yet').waitFor()
    await Promise.all([hers.context().close(), his.context().close()])
  })

  it('MO3 a person is reported from the list of members, suspended, and let in again', async () => {
    const dan = await Person.signUp(ada.url, 'dan')
    const chat = await bob.createGroup('Rude people', dan)
    const [hers, his, theirs] = await Promise.all([browser.signIn(ada), browser.signIn(bob), browser.signIn(dan)])
    await his.goto(`/chats/${chat.id}?details=`)
    await his.getByRole('button', { name: 'More: dan' }).click()
    await his.getByRole('menuitem', { name: 'Report' }).click()
    const dialog = his.getByRole('dialog', { name: /Report .*dan/ })
    const send = dialog.getByRole('button', { name: 'Send the report' })
    await dialog.getByRole('radio', { name: 'Something else' }).click()
    expect(await send.isDisabled()).toBe(true)
    await dialog.getByLabel('What should they know?').fill('Impersonates me')
    await send.click()
    await his.getByText('Thank you.').waitFor()

    await hers.goto('/reports')
    const card = report(hers, 'dan')
    await card.getByText('The person is reported, not a single message.').waitFor()
    await card.getByRole('button', { name: 'Suspend' }).click()
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Suspend' }).click()
    await card.getByText('Suspended', { exact: true }).waitFor()
    await theirs.getByText('Your session has ended.').waitFor()
    // It is still known when the page is opened anew, once it is on record.
    await until('it is on record', async () => {
      const { items } = await ada.expect(200, 'GET', '/v1/admin/audit')
      return items.some(({ type, detail }: Json) => type === 'user_suspension' && detail.target === dan.id)
    })
    await hers.reload()
    await card.getByRole('button', { name: 'Lift the suspension' }).click()
    await card.getByRole('button', { name: 'Suspend' }).waitFor()
    await card.getByRole('button', { name: 'Dismiss' }).click()
    await hers.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click()
    await hers.getByText('Nothing to look at').waitFor()
    await dan.logIn()
    await dan.expect(200, 'GET', '/v1/me')
    await Promise.all([hers, his, theirs].map((page) => page.context().close()))
  })

  it('says when the reports cannot be had, and tries again; who was let in once is shown the way there, and nobody else', async () => {
    await bob.expect(201, 'POST', '/v1/reports', { userId: cem.id, reason: 'Spam' })
    const offered = async (page: Page): Promise<number> => {
      await page.goto('/chats')
      await page.getByRole('button', { name: 'Your account' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
      return page.getByRole('menuitem', { name: 'Reports' }).count()
    }
    const hers = await browser.signIn(ada)
    expect(await offered(hers)).toBe(0)
    await hers.route('**/v1/admin/reports*', (route) =>
      route.fulfill({ status: 409, json: { code: 'conflict', title: 'No', status: 409 } }),
    )
    await hers.goto('/reports')
    await hers.getByText('This cannot be done as things are.').waitFor()
    await hers.unroute('**/v1/admin/reports*')
    await hers.getByRole('button', { name: 'Try again' }).click()
    await report(hers, 'cem').waitFor()
    expect(await offered(hers)).toBe(1)
    await hers.getByRole('menuitem', { name: 'Reports' }).click()
    await report(hers, 'cem').waitFor()

    const his = await browser.signIn(bob)
    await his.goto('/reports')
    await his.getByText('This page is for those who run the server').waitFor()
    expect(await violations(his)).toEqual([])
    await his.getByRole('link', { name: 'Back to your chats' }).click()
    expect(await offered(his)).toBe(0)
    await Promise.all([hers.context().close(), his.context().close()])
  })

  it('are right to left in Arabic, and in German, on a phone, in the dark', async () => {
    const chat = await bob.createGroup('Souq', cem)
    const said = await cem.send(chat.id, 'اشترِ عملاتي الآن')
    await bob.expect(201, 'POST', '/v1/reports', { chatId: chat.id, messageId: said.id, reason: 'احتيال' })
    const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }
    for (const [language, heading] of [
      ['ar', 'البلاغات'],
      ['de', 'Meldungen'],
    ] as const) {
      const page = await browser.signIn(ada, phone)
      await page.evaluate((chosen) => localStorage.setItem('parley.preferences', JSON.stringify({ language: chosen })), language)
      await page.goto('/reports')
      await page.getByRole('heading', { name: heading }).waitFor()
      await report(page, 'cem').waitFor()
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr')
      // Nothing is cut off, or asks to be scrolled sideways.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
      expect(await violations(page)).toEqual([])
      await page.context().close()
    }
  })
})
