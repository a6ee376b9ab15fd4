import { beforeAll, expect, it, jest } from '@jest/globals'
import type { CDPSession, Page } from 'playwright-core'
import type { TestApp } from '../support/app.js'
import type { TestBrowser } from '../support/browser.js'
import { Person } from '../support/client.js'
import { median } from '../support/median.js'
import { requires } from '../support/requires.js'
import { startWebApp } from '../support/web-app.js'
import { message, rowOf, say } from '../support/web-page.js'
import { watchOver } from '../support/web-suite.js'

jest.setTimeout(400_000)

/** Each stands for two minutes: in both chats, of which one is open, so many messages come. */
const rounds = 30
const messagesARound = 100

interface Size {
  readonly megabytes: number
  readonly nodes: number
  readonly listeners: number
}

requires('postgres', 'chromium')('a page that stays open', () => {
  let app: TestApp
  let browser: TestBrowser
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    const { url, ...started } = await startWebApp({ RATE_LIMITS: 'off' })
    ;({ app, browser } = started)
    ;[ada, bob] = await Promise.all([Person.signUp(url, 'ada'), Person.signUp(url, 'bob')])
  }, 120_000)

  watchOver(() => ({ app, browser }))

  /** What the page takes once everything that is garbage is gone. */
  async function sizeOf(session: CDPSession): Promise<Size> {
    for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
    return { megabytes: usedSize / 1_048_576, nodes, listeners: jsEventListeners }
  }

  /** What somebody does with it now and then. */
  async function use(page: Page, chatId: string, said: string): Promise<void> {
    await page.locator(`nav a[href^="/chats/${chatId}"]`).first().click()
    await say(page, said)
    await message(page, said).waitFor()
    await rowOf(page, said).hover()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Messages' }).evaluate((box) => box.scrollTo(0, box.scrollHeight / 3))
    await page.getByRole('region', { name: 'Messages' }).evaluate((box) => box.scrollTo(0, box.scrollHeight))
  }

  async function come(chatId: string, round: number): Promise<void> {
    for (let first = 0; first < messagesARound; first += 20)
      await Promise.all(
        Array.from({ length: 20 }, (_, place) => bob.send(chatId, `${round}/${first + place} ${'and more '.repeat(place)}`)),
      )
  }

  it('takes no more after an hour of use than when all that is kept on purpose was full', async () => {
    const chats: readonly { readonly id: string }[] = await Promise.all(['One', 'Two'].map((title) => ada.createGroup(title, bob)))
    const page = await browser.signIn(ada)
    const session = await page.context().newCDPSession(page)
    const sizes: Size[] = []
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(chats.map(({ id }) => come(id, round)))
      await use(page, chats[round % 2]?.id ?? '', `my own ${round}`)
      sizes.push(await sizeOf(session))
    }
    // What is lost is never given back, so it is in all the later sizes; a picture that was measured half drawn is in one.
    const usual = (from: number, to: number, of: keyof Size) => median(sizes.slice(from, to).map((size) => size[of]))
    const growth = (of: keyof Size) => usual((2 * rounds) / 3, rounds, of) / usual(rounds / 3, (2 * rounds) / 3, of)
    const grown = { megabytes: growth('megabytes'), nodes: growth('nodes'), listeners: growth('listeners') }
    expect(Object.entries(grown).filter(([, times]) => times >= 1.15)).toEqual([])
    await page.context().close()
  })
})
