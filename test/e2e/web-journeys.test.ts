import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it, jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import { packageRoot } from '../../src/main/package-root.js'
import type { TestApp } from '../support/app.js'
import type { TestBrowser } from '../support/browser.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { startWebApp } from '../support/web-app.js'
import { act, message, rowOf, say, soon, texts } from '../support/web-page.js'
import { watchOver } from '../support/web-suite.js'

jest.setTimeout(120_000)

requires('postgres', 'chromium')('what people do with messages', () => {
  let app: TestApp
  let browser: TestBrowser
  let ada: Person
  let bob: Person
  let cem: Person

  beforeAll(async () => {
    const { url, ...started } = await startWebApp()
    ;({ app, browser } = started)
    ;[ada, bob, cem] = await Promise.all([Person.signUp(url, 'ada'), Person.signUp(url, 'bob'), Person.signUp(url, 'cem')])
  }, 120_000)

  watchOver(() => ({ app, browser }))

  async function both(title: string, ...people: Person[]): Promise<{ chatId: string; pages: Page[] }> {
    const [first, ...others] = people as [Person, ...Person[]]
    const chat = await first.createGroup(title, ...others)
    const pages = await Promise.all(people.map((person) => browser.signIn(person)))
    await Promise.all(pages.map((page) => page.getByRole('link', { name: new RegExp(`^${title}`) }).click()))
    return { chatId: chat.id, pages }
  }

  const close = (pages: readonly Page[]) => Promise.all(pages.map((page) => page.context().close()))

  it('edits the last message with arrow up, shows what it was, and deletes one for everybody', async () => {
    const { pages } = await both('Editing', ada, bob)
    const [hers, his] = pages as [Page, Page]
    await say(hers, 'Helo')
    await message(his, 'Helo').waitFor()
    await hers.getByText('Sending').waitFor({ state: 'detached' })
    const box = hers.getByLabel(/^Message to/)
    await box.press('ArrowUp')
    await hers.getByText('Editing your message').waitFor()
    await box.fill('Hello')
    await box.press('Enter')
    await message(his, 'Hello').waitFor()
    await his.getByRole('button', { name: 'Earlier versions' }).click()
    await his.getByText('Helo', { exact: true }).waitFor()
    await his.keyboard.press('Escape')
    await act(hers, 'Hello', 'Delete')
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await his.getByRole('region', { name: 'Messages' }).getByText('Message deleted').waitFor()
    expect(await texts(his)).toEqual([])
    await close(pages)
  })

  it('reacts, answers with a quote that leads back, and pins', async () => {
    const { pages } = await both('Reactions', ada, bob, cem)
    const [hers, his, third] = pages as [Page, Page, Page]
    await say(hers, 'Shall we?')
    await message(his, 'Shall we?').waitFor()
    await act(his, 'Shall we?', 'React with 👍')
    const reaction = hers.getByRole('button', { name: /reacted with 👍/ })
    await reaction.waitFor()
    await reaction.click()
    await third
      .getByRole('button', { name: /reacted with 👍/ })
      .getByText('2')
      .waitFor()
    await act(third, 'Shall we?', 'Reply')
    await third.getByText(/Replying to/).waitFor()
    await say(third, 'We shall')
    await message(hers, 'We shall').waitFor()
    expect(
      await rowOf(hers, 'We shall')
        .getByRole('button', { name: /Shall we\?/ })
        .count(),
    ).toBe(1)
    await act(hers, 'We shall', 'Pin')
    await his.getByRole('button', { name: 'Pinned messages' }).click()
    await his.getByRole('complementary', { name: 'Pinned messages' }).getByText('We shall').waitFor()
    await close(pages)
  })

  it('talks in a thread beside the conversation, where each reply is a line', async () => {
    const { pages } = await both('Talk in threads', ada, bob)
    const [hers, his] = pages as [Page, Page]
    await say(hers, 'A question')
    await message(his, 'A question').waitFor()
    await act(his, 'A question', 'Reply in thread')
    const thread = his.getByRole('complementary', { name: 'Thread' })
    await thread.getByLabel('Reply in the thread').fill('An answer')
    await thread.getByLabel('Reply in the thread').press('Enter')
    await thread.locator('[data-text]').getByText('An answer', { exact: true }).waitFor()
    await hers.getByRole('button', { name: /in a thread.*An answer/ }).waitFor()
    await hers.getByRole('button', { name: '1 reply' }).click()
    await hers.getByRole('complementary', { name: 'Thread' }).locator('[data-text]').getByText('An answer', { exact: true }).waitFor()
    await his.goto('/chats/inbox/threads')
    await his.getByRole('main').getByText('An answer').waitFor()
    await close(pages)
  })

  it('keeps the threads that one follows by itself, with what is unread, until one follows no longer', async () => {
    const { pages, chatId } = await both('Followed threads', ada, bob)
    const [, his] = pages as [Page, Page]
    const { id: threadRoot } = await ada.send(chatId, 'Who follows?')
    const answer = (by: Person, text: string) =>
      by.expect(201, 'POST', `/v1/chats/${chatId}/messages`, { clientId: randomUUID(), text, threadRoot })
    await answer(bob, 'An answer')
    await his.goto('/chats/inbox/threads')
    const card = his.getByRole('main').getByRole('link', { name: /Who follows/ })
    await card.getByText('An answer').waitFor()
    await answer(ada, 'Another answer')
    await card.getByText('Another answer').waitFor()
    await his.getByRole('link', { name: 'Threads 1 unread message' }).waitFor()
    await card.click()
    await his.getByRole('link', { name: 'Threads', exact: true }).waitFor()
    const thread = his.getByRole('complementary', { name: 'Thread' })
    await thread.getByRole('button', { name: 'Following' }).click()
    await thread.getByRole('button', { name: 'Follow', exact: true }).waitFor()
    await his.getByRole('link', { name: 'Threads', exact: true }).click()
    await his.getByRole('heading', { name: 'Threads' }).waitFor()
    await card.waitFor({ state: 'detached' })
    await close(pages)
  })

  it('completes a handle, calls its owner, and finds it in the mentions and by search, in its place', async () => {
    const { pages, chatId } = await both('Called by name', ada, bob)
    const [hers, his] = pages as [Page, Page]
    await his.goto('/chats')
    const box = hers.getByLabel(/^Message to/)
    await box.pressSequentially(`@${bob.handle.slice(0, 5)}`)
    await hers.getByRole('option').first().waitFor()
    // Whoever types fast is ahead of the frames: none is drawn in the middle of a word here.
    const frames = await hers.evaluateHandle(() => {
      const waiting: FrameRequestCallback[] = []
      const real = window.requestAnimationFrame
      window.requestAnimationFrame = (callback) => waiting.push(callback)
      return {
        release: () => {
          window.requestAnimationFrame = real
          for (const callback of waiting) callback(performance.now())
        },
      }
    })
    await box.press('Tab')
    await box.pressSequentially('the zep')
    await frames.evaluate(({ release }) => release())
    await box.pressSequentially('pelin has landed')
    expect(await box.inputValue()).toBe(`@${bob.handle} the zeppelin has landed`)
    await box.press('Enter')
    await his
      .getByRole('navigation', { name: 'Chats' })
      .getByRole('link', { name: /1 mention/ })
      .waitFor()
    for (let index = 1; index <= 60; index += 1) await ada.send(chatId, `noise ${index}`)
    await his.route('**/v1/mentions*', (route) => route.fulfill({ status: 403, json: { code: 'forbidden', title: 'No', status: 403 } }))
    await his.goto('/chats/inbox/mentions')
    await his.getByText('You may not do this.').waitFor()
    expect(await his.getByText(/Nobody has mentioned you/).count()).toBe(0)
    await his.unroute('**/v1/mentions*')
    await his.getByRole('button', { name: 'Try again' }).click()
    await his.getByRole('main').getByText('the zeppelin has landed').waitFor()
    await his.goto(`/chats/${chatId}?search=`)
    await his.getByRole('searchbox', { name: 'Search messages' }).fill('zeppelin')
    await his.getByRole('complementary', { name: 'Search' }).getByRole('link').click()
    await message(his, `@${bob.handle} the zeppelin has landed`).waitFor()
    await close(pages)
  })

  it('puts an emoji where the cursor is, and goes on writing behind it', async () => {
    const { pages } = await both('Smiles', ada)
    const [hers] = pages as [Page]
    const box = hers.getByLabel(/^Message to/)
    await box.fill('Well done!')
    await box.press('Home')
    for (let step = 0; step < 4; step += 1) await box.press('ArrowRight')
    await hers.getByRole('button', { name: 'Emoji', exact: true }).click()
    const choice = hers.getByRole('dialog', { name: 'Emoji' }).locator('[role=gridcell]:not([aria-label=""])').first()
    const emoji = (await choice.textContent()) ?? ''
    await choice.click()
    await hers.keyboard.type(' is')
    expect(await box.inputValue()).toBe(`Well${emoji} is done!`)
    await close(pages)
  })

  it('forwards into another chat', async () => {
    await ada.createGroup('Elsewhere', cem)
    const { pages } = await both('Here', ada, bob)
    const [hers] = pages as [Page, Page]
    await say(hers, 'Worth repeating')
    await hers.getByText('Sending').waitFor({ state: 'detached' })
    await act(hers, 'Worth repeating', 'Forward')
    await hers.getByRole('dialog').getByRole('button', { name: 'Elsewhere' }).click()
    await hers.getByRole('link', { name: /^Elsewhere/ }).click()
    await message(hers, 'Worth repeating').waitFor()
    await hers.getByText('Forwarded', { exact: true }).waitFor()
    await close(pages)
  })

  it('sends a picture and a file along, which the others see and can keep', async () => {
    const { pages } = await both('Files', ada, bob)
    const [hers, his] = pages as [Page, Page]
    await hers.locator('input[type=file]').setInputFiles([
      { name: 'icon-192.png', mimeType: 'image/png', buffer: await readFile(join(packageRoot, 'web/public/icon-192.png')) },
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('what was said') },
    ])
    await hers.getByRole('button', { name: 'Remove notes.txt' }).waitFor()
    await soon('both are uploaded', async () => (await hers.getByRole('progressbar').count()) === 0)
    await say(hers, 'Look')
    await his.getByRole('button', { name: 'Image icon-192.png' }).locator('img').waitFor()
    const download = his.waitForEvent('download')
    await his.getByRole('button', { name: /notes\.txt/ }).click()
    expect(await readFile(await (await download).path(), 'utf8')).toBe('what was said')
    await close(pages)
  })

  it('keeps a file whose upload failed, says why, and takes it up again', async () => {
    const { pages } = await both('On a bad line', ada, bob)
    const [hers, his] = pages as [Page, Page]
    const uploads = '**/v1/attachments'
    await hers.route(uploads, (route) => route.abort())
    await hers.locator('input[type=file]').setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('the plan') })
    const again = hers.getByRole('button', { name: 'Try again: plan.txt' })
    await again.waitFor()
    await say(hers, 'The plan follows')
    await again.waitFor()
    await hers.unroute(uploads)
    await again.click()
    await again.waitFor({ state: 'detached' })
    await soon('it is uploaded', async () => (await hers.getByRole('progressbar').count()) === 0)
    await say(hers, 'There')
    await his.getByRole('button', { name: /plan\.txt/ }).waitFor()
    await close(pages)
  })

  it('invites by a link, makes an admin, lets go of somebody, bans and lifts the ban', async () => {
    const chat = await ada.createGroup('By invitation', bob)
    const hers = await browser.signIn(ada)
    await hers.goto(`/chats/${chat.id}?details=`)
    await hers.getByRole('button', { name: 'Make a link' }).click()
    await hers.getByRole('button', { name: /^Copy: / }).waitFor()
    const { items } = await ada.expect(200, 'GET', `/v1/chats/${chat.id}/invites`)
    const third = await browser.signIn(cem)
    await third.goto(new URL(items[0].url).pathname)
    await third.getByRole('button', { name: 'Join' }).click()
    await third.getByRole('heading', { name: 'By invitation' }).waitFor()
    const members = hers.getByRole('list', { name: 'Members' })
    await members.getByText(`@${cem.handle}`).waitFor()
    await members.getByRole('listitem').filter({ hasText: cem.handle }).getByRole('button').click()
    await hers.getByRole('menuitem', { name: 'Make admin' }).click()
    await members.getByRole('listitem').filter({ hasText: cem.handle }).getByText('Admin').waitFor()
    await members.getByRole('listitem').filter({ hasText: bob.handle }).getByRole('button').click()
    await hers.getByRole('menuitem', { name: 'Remove from the group' }).click()
    await members.getByText(`@${bob.handle}`).waitFor({ state: 'detached' })
    await members.getByRole('listitem').filter({ hasText: cem.handle }).getByRole('button').click()
    await hers.getByRole('menuitem', { name: 'Ban' }).click()
    await members.getByText(`@${cem.handle}`).waitFor({ state: 'detached' })
    const banned = hers.getByRole('list', { name: 'Banned' })
    await banned.getByText(`@${cem.handle}`).waitFor()
    expect((await cem.call('POST', `/v1/invites/${items[0].code}/accept`)).status).toBe(403)
    await banned.getByRole('button', { name: 'Lift the ban' }).click()
    await banned.waitFor({ state: 'detached' })
    expect((await cem.call('POST', `/v1/invites/${items[0].code}/accept`)).status).toBe(200)
    await close([hers, third])
  })

  it('goes anywhere by keyboard: the palette, the next chat, the list of messages', async () => {
    await ada.createGroup('First of two', bob)
    await ada.createGroup('Second of two', bob)
    const page = await browser.signIn(ada)
    await page.getByRole('link', { name: /^Second of two/ }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('First of')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'First of two' }).waitFor()
    await page.keyboard.press('Alt+ArrowUp')
    await page.getByRole('heading', { name: 'Second of two' }).waitFor()
    await say(page, 'one')
    await say(page, 'two')
    await soon('both are there', async () => (await texts(page)).length === 2)
    await page.getByRole('region', { name: 'Messages' }).focus()
    await page.keyboard.press('ArrowDown')
    await soon('a message has the focus', () => page.evaluate(() => document.activeElement?.hasAttribute('data-message') === true))
    await page.context().close()
  })

  it('changes a profile, and signs another session out', async () => {
    const dora = await Person.signUp(app.parley.url.replace('127.0.0.1', 'localhost'), 'dora')
    const [page, other] = await Promise.all([browser.signIn(dora), browser.signIn(dora)])
    await page.goto('/settings/profile')
    await page.getByLabel('Name', { exact: true }).fill('Dora the Second')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('main').getByText('Dora the Second').waitFor()
    await page.goto('/settings/sessions')
    const sessions = page.getByRole('listitem').filter({ hasText: 'Chrome' })
    await sessions.getByRole('button', { name: 'Sign out there' }).click()
    await other.getByText('Your session has ended.').waitFor()
    await page.getByText('This browser').waitFor()
    await close([page, other])
  })

  it('says that somebody is away, and hides that they are here', async () => {
    const url = app.parley.url.replace('127.0.0.1', 'localhost')
    const [dora, emil] = await Promise.all([Person.signUp(url, 'dora'), Person.signUp(url, 'emil')])
    const chat = await dora.expect(201, 'POST', '/v1/chats', { type: 'private', userId: emil.id })
    await dora.send(chat.id, 'Hello')
    await emil.send(chat.id, 'Hello yourself')
    const [page, other] = await Promise.all([browser.signIn(dora), browser.signIn(emil)])
    await page.goto('/settings/profile')
    await other.goto(`/chats/${chat.id}`)
    const line = other.locator('header').getByText(/@dora/)
    await line.filter({ hasText: 'Online' }).waitFor()
    await page.getByRole('radiogroup', { name: 'Status' }).getByRole('radio', { name: 'Away' }).click()
    await line.filter({ hasText: 'Away' }).waitFor()
    await page.getByRole('radiogroup', { name: 'Show when I am online' }).getByRole('radio', { name: 'To nobody' }).click()
    await line.filter({ hasNotText: '·' }).waitFor()
    await page.reload()
    expect(await page.getByRole('radio', { name: 'To nobody' }).first().isChecked()).toBe(true)
    await close([page, other])
  })
})
