import type { Locator, Page } from 'playwright-core'
import { call } from './client.js'
import { until } from './until.js'

/** What a page does takes a while on a busy machine. */
export const soon = <Value>(what: string, condition: () => Promise<Value>) => until(what, condition, 20_000)

export const message = (page: Page, text: string): Locator => page.locator('[data-text]').getByText(text, { exact: true })

/** The row of the first message that says it. */
export const rowOf = (page: Page, text: string): Locator =>
  page.getByRole('region', { name: 'Messages' }).locator('[data-message]').filter({ hasText: text }).first()

/** Chooses something from the menu of a message. */
export async function act(page: Page, text: string, action: string): Promise<void> {
  await rowOf(page, text).hover()
  await rowOf(page, text).getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

/** The texts of the open conversation, as the page holds them. */
export const texts = (page: Page): Promise<string[]> =>
  page.locator('[data-text]').evaluateAll((all) => all.map((one) => one.textContent ?? ''))

/** The text of the first message that is wholly in view. */
export const inView = (page: Page): Promise<string | undefined> =>
  page.getByRole('region', { name: 'Messages' }).evaluate((box) => {
    const { top } = box.getBoundingClientRect()
    const rows = [...box.querySelectorAll('[data-text]')].filter((row) => row.getBoundingClientRect().top > top + 8)
    return rows.find((row) => !row.textContent?.includes('\n'))?.textContent ?? undefined
  })

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

/** Everything has come, and nothing moves any more but what always does. */
export async function atRest(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Number.POSITIVE_INFINITY),
  )
}

/** What any script of the page could read. */
export const everythingStored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const databases = await Promise.all(
      (await indexedDB.databases()).map(async ({ name = '' }) => {
        const opened = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(name)
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error ?? new Error(name))
        })
        const stores = [...opened.objectStoreNames].map(
          (store) =>
            new Promise((resolve) => {
              const request = opened.transaction(store).objectStore(store).getAll()
              request.onsuccess = () => resolve(request.result)
            }),
        )
        const held = await Promise.all(stores)
        opened.close()
        return { name, held }
      }),
    )
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      databases,
      document.cookie,
      location.href,
      document.documentElement.outerHTML,
    ])
  })
