import type { Locator, Page } from 'playwright-core'
import { call } from './client.js'

export const message = (page: Page, text: string): Locator => page.locator('[data-text]').getByText(text, { exact: true })

/** The texts of the open conversation, as the page holds them. */
export const texts = (page: Page): Promise<string[]> =>
  page.locator('[data-text]').evaluateAll((all) => all.map((one) => one.textContent ?? ''))

export const topOf = (row: Locator): Promise<number> => row.evaluate((element) => element.getBoundingClientRect().top)

export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByLabel(/^Message to/)
  await box.fill(text)
  await box.press('Enter')
}

export async function start(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: 'Start a conversation' }).click()
  await page.getByRole('menuitem', { name: what }).click()
}

export async function mailedLink(url: string, email: string, page = 'verify-email'): Promise<string> {
  const mails = (await call(url, 'GET', `/dev/mail.json?to=${encodeURIComponent(email)}`)).body
  const links: string[] = /https?:\/\/\S+\?token=\S+/.exec(mails[0]?.text ?? '') ?? []
  const link = links.find((one) => one.includes(`/${page}?`))
  if (link === undefined) throw new Error(`no link was mailed to ${email}`)
  return link
}

/** What any script of the page could read. */
export const everythingStored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name)
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      databases,
      document.cookie,
      location.href,
      document.documentElement.outerHTML,
    ])
  })
