import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it, jest } from '@jest/globals'
import type { TestApp } from '../support/app.js'
import { signIn, type TestBrowser } from '../support/browser.js'
import { call, Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'
import { startWebApp } from '../support/web-app.js'
import { everythingStored, inView, mailedLink, message, say, soon, start, texts, topOf } from '../support/web-page.js'
import { watchOver } from '../support/web-suite.js'

jest.setTimeout(90_000)

function withResolvers(): [Promise<void>, () => void] {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return [promise, () => resolve()]
}

requires('postgres', 'chromium')('the web client', () => {
  let app: TestApp
  let browser: TestBrowser
  let url: string
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    ;({ app, browser, url } = await startWebApp())
    ;[ada, bob] = await Promise.all([Person.signUp(url, 'ada'), Person.signUp(url, 'bob')])
  }, 120_000)

  watchOver(() => ({ app, browser }))

  it('S47 S154 takes somebody from sign-up by the mailed link to a session that outlives a reload, with no token in reach of scripts', async () => {
    const page = await browser.open('/sign-up')
    const email = 'carol@example.com'
    await page.getByLabel('Name', { exact: true }).fill('Carol')
    await page.getByLabel('Handle').fill('x')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByText('Must have 3 to 32 of the characters').waitFor()
    expect(await page.getByLabel('Handle').getAttribute('aria-invalid')).toBe('true')
    await page.getByLabel('Handle').fill('carol')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
    expect(await page.getByRole('link', { name: '/dev/mail' }).count()).toBe(1)

    const link = await mailedLink(url, email)
    await page.goto(link)
    await page.goto(link)
    await page.getByRole('button', { name: 'Verify my address' }).click()
    await page.getByText('You are all set').waitFor()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await signIn(page, email)
    await page.getByText('Welcome to Parley').waitFor()
    await page.reload()
    await page.getByText('Welcome to Parley').waitFor()
    expect(await everythingStored(page)).not.toMatch(/eyJ[\w-]+\.|refresh/)

    await page.getByRole('button', { name: 'Your account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto('/chats')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.context().close()
  })

  it('says why it did not sign somebody in, or why a link is of no use any more', async () => {
    const page = await browser.open('/sign-in')
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The e-mail address or the password is wrong.').waitFor()
    await page.goto('/verify-email?token=of-no-use')
    await page.getByRole('button', { name: 'Verify my address' }).click()
    await page.getByText('This link does not work any more').waitFor()
    await page.context().close()
  })

  it('helps somebody who forgot their password to a new one, by mail', async () => {
    const dora = await Person.signUp(url, 'dora')
    const page = await browser.open('/sign-in')
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByLabel('E-mail').fill(dora.email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByText('the link is on its way').waitFor()
    await page.goto(await soon('the mail came', () => mailedLink(url, dora.email, 'reset-password').catch(() => null)))
    await page.getByLabel('New password').fill('a new horse for the battery')
    await page.getByRole('button', { name: 'Set the new password' }).click()
    await page.getByRole('link', { name: /sign in/i }).click()
    await page.getByLabel('E-mail').fill(dora.email)
    await page.getByLabel('Password', { exact: true }).fill('a new horse for the battery')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Welcome to Parley').waitFor()
    await page.context().close()
  })

  it('lets two people find each other and talk, live and both ways, with what is unread in the list and in the title', async () => {
    const [hers, his] = await Promise.all([browser.signIn(ada), browser.signIn(bob)])
    await hers.getByRole('button', { name: 'New message' }).click()
    await hers.getByLabel('Search people').fill(`@${bob.handle}`)
    await hers.getByRole('button', { name: new RegExp(bob.handle) }).click()
    await say(hers, 'Hello Bob')

    const listed = his.getByRole('link', { name: /1 unread message$/ })
    await listed.waitFor()
    await hers.getByText('Delivered').waitFor()
    await soon('the title counts it', async () => (await his.title()).startsWith('(1) '))
    await listed.click()
    await message(his, 'Hello Bob').waitFor()
    await soon('it is read', async () => !(await his.title()).startsWith('('))
    await hers.getByText('Seen').waitFor()

    await say(his, 'Hello Ada')
    await say(his, 'How are you?')
    await message(hers, 'How are you?').waitFor()
    // Known to each other from the first answer on.
    await hers.locator('header').getByText(new RegExp(bob.handle)).filter({ hasText: 'Online' }).waitFor()
    expect(await texts(hers)).toEqual(['Hello Bob', 'Hello Ada', 'How are you?'])
    expect(await texts(his)).toEqual(['Hello Bob', 'Hello Ada', 'How are you?'])
    await his.reload()
    await message(his, 'How are you?').waitFor()
    expect(await texts(his)).toEqual(['Hello Bob', 'Hello Ada', 'How are you?'])
    await Promise.all([hers.context().close(), his.context().close()])
  })

  it('makes a group with its members, and lets anybody join a room and leave it', async () => {
    const [hers, his] = await Promise.all([browser.signIn(ada), browser.signIn(bob, { viewport: { width: 390, height: 844 } })])
    await start(hers, 'New group')
    await hers.getByLabel('Title').fill('Chess club')
    await hers.getByLabel('Add people').fill(bob.handle)
    await hers.getByRole('checkbox').check()
    await hers.getByRole('button', { name: 'Create group' }).click()
    await hers.getByRole('heading', { name: 'Chess club' }).waitFor()
    await his.getByRole('link', { name: /^Chess club/ }).click()
    await say(hers, 'e4')
    await message(his, 'e4').waitFor()
    await hers.getByRole('button', { name: 'Members' }).click()
    await hers.getByRole('list', { name: 'Members' }).getByText(`@${bob.handle}`).waitFor()

    await start(hers, 'New group')
    await hers.getByRole('dialog').getByLabel('Title').fill('Lobby')
    await hers
      .getByRole('dialog')
      .getByRole('radio', { name: /Public room/ })
      .click()
    await hers.getByRole('button', { name: 'Create group' }).click()
    await hers.getByRole('heading', { name: 'Lobby' }).waitFor()
    await his.getByRole('link', { name: 'Back to the chats' }).click()
    await start(his, 'Browse rooms')
    await his.getByRole('dialog').getByRole('button', { name: 'Join' }).click()
    await his.getByRole('heading', { name: 'Lobby' }).waitFor()
    await hers.getByText('Public room · 2 members').waitFor()
    await say(his, 'I am new here')
    await message(hers, 'I am new here').waitFor()
    await his.getByRole('button', { name: 'Details: Lobby' }).click()
    await his.getByRole('button', { name: 'Leave room' }).click()
    await his.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
    await his.getByRole('link', { name: /^Chess club/ }).waitFor()
    expect(await his.getByRole('link', { name: /^Lobby/ }).count()).toBe(0)
    await hers.getByText('Public room · 1 member').waitFor()
    await Promise.all([hers.context().close(), his.context().close()])
  })

  it('S158 signs out every tab of the browser when one signs out', async () => {
    const first = await browser.signIn(bob)
    const second = await first.context().newPage()
    await second.goto('/chats')
    await second.getByRole('button', { name: 'Your account' }).waitFor()
    await first.getByRole('button', { name: 'Your account' }).click()
    await first.getByRole('menuitem', { name: 'Sign out' }).click()
    await second.getByText('Your session has ended.').waitFor()
    expect(await second.getByRole('navigation').count()).toBe(0)
    await first.context().close()
  })

  it('S151 shows markup as text, in a message, a name, a title and an error', async () => {
    const attack = '<img src=x onerror="alert(1)"><svg onload=alert(2)></script>{{7*7}}'
    const mallory = await Person.signUp(url, 'mallory')
    await mallory.expect(200, 'PATCH', '/v1/me', { displayName: attack.slice(0, 60) })
    const chat = await mallory.expect(201, 'POST', '/v1/chats', { type: 'group', title: attack, memberIds: [ada.id] })
    await mallory.send(chat.id, attack)
    const page = await browser.signIn(ada)
    await page.getByRole('link', { name: attack }).click()
    await message(page, attack).waitFor()
    await page.getByRole('heading', { name: attack }).waitFor()
    await page.getByRole('region', { name: 'Messages' }).getByText(attack.slice(0, 60), { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Members' }).click()
    await page.getByRole('list', { name: 'Members' }).getByText(attack.slice(0, 60)).waitFor()
    expect(await page.locator('img, svg[onload], [onerror]').count()).toBe(0)
    await page.goto(`/chats/${encodeURIComponent(attack)}`)
    await page.getByText('This chat is not here').waitFor()
    await page.context().close()
  })

  it('S141 shows every text exactly as it was written', async () => {
    const hard = [
      ' two  spaces,\ttab\n\nand lines ',
      '👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇨🇭',
      'مرحبا بالعالم 123 abc \u202eright to left\u202c',
      'שלום \u2066isolated\u2069 עולם',
      'e\u0301 \u0061\u0323\u0302 Z\u0351\u036b\u0343\u036a\u0302 \ufdfa',
      '日本語 한국어 ไทย हिन्दी தமிழ்',
      '\u{1F600}\ufe0f \u{10FFFD} \u00a0\u3000end',
      'a\u200bb\u200dc\ufeffd &amp; &lt;b&gt; \\n %00',
      'x'.repeat(4_000),
    ]
    const chat = await ada.createGroup('Hard texts', bob)
    const [hers, his] = await Promise.all([browser.signIn(ada), browser.signIn(bob)])
    await Promise.all([hers, his].map((page) => page.getByRole('link', { name: /^Hard texts/ }).click()))
    for (const text of hard) await say(hers, text)
    await soon('all came', async () => (await texts(his)).length === hard.length)
    expect(await texts(his)).toEqual(hard)
    expect(await texts(hers)).toEqual(hard)
    const stored = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)
    expect(stored.items.map((item: { text: string }) => item.text)).toEqual(hard)
    await Promise.all([hers.context().close(), his.context().close()])
  })

  it('reads a long history both ways from wherever it is: nothing jumps, and no more of it is on the page than is looked at', async () => {
    const chat = await ada.createGroup('Long history', bob)
    for (let index = 1; index <= 240; index += 1) await ada.send(chat.id, index % 7 ? `line ${index}` : `line ${index}\n`.repeat(4))
    const page = await browser.signIn(ada)
    await page.getByRole('link', { name: /^Long history/ }).click()
    await message(page, 'line 239').waitFor()
    expect((await texts(page)).length).toBeLessThan(80)

    const scroller = page.getByRole('region', { name: 'Messages' })
    const [fetched, release] = withResolvers()
    await page.route('**/messages?*', async (route) => {
      await fetched
      await route.continue()
    })
    await scroller.evaluate((box) => box.scrollBy(0, -900))
    await page.locator('[data-message]').first().waitFor()
    await soon('the reader is away from the end', () => page.getByRole('button', { name: 'Newest' }).isVisible())
    const first = message(page, (await inView(page)) ?? '')
    const place = await topOf(first)
    release()
    await soon('what is above came', async () => (await scroller.locator('ol[aria-busy=true]').count()) === 0)
    expect(Math.abs((await topOf(first)) - place)).toBeLessThan(4)

    await soon('the beginning came', async () => {
      await scroller.evaluate((box) => box.scrollTo(0, 0))
      return (await texts(page))[0] === 'line 1'
    })
    expect((await texts(page)).length).toBeLessThan(80)
    await bob.send(chat.id, 'something new')
    await page.getByRole('button', { name: '1 new' }).click()
    await message(page, 'something new').waitFor()
    await soon('the end is in view', async () => (await page.title()).startsWith('Long history'))
    await page.goto(`/chats/${chat.id}?at=120`)
    await message(page, 'line 120').waitFor()
    await page.context().close()
  })

  it('keeps messages that cannot be sent, over the end of their page, and sends them once, in order, when it can', async () => {
    const chat = await ada.createGroup('Weak signal', bob)
    const page = await browser.signIn(ada)
    await page.getByRole('link', { name: /^Weak signal/ }).click()
    await page.getByLabel(/^Message to/).waitFor()
    await page.context().setOffline(true)
    for (const text of ['one', 'two', 'three']) await say(page, text)
    await soon('all are shown', async () => (await texts(page)).length === 3)
    const { items } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)
    expect(items).toEqual([])
    const other = await page.context().newPage()
    await page.close()
    await page.context().setOffline(false)
    await other.goto(`/chats/${chat.id}`)
    await message(other, 'three').waitFor()
    await soon('all are sent', async () => (await other.getByText('Sending').count()) === 0)
    const stored = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)
    expect(stored.items.map((item: { text: string }) => item.text)).toEqual(['one', 'two', 'three'])
    expect(await texts(other)).toEqual(['one', 'two', 'three'])
    await other.context().close()
  })

  it('comes back when the node does, and has missed nothing', async () => {
    const chat = await ada.createGroup('Restart', bob)
    const elsewhere = await app.another({ PORT: '0' })
    const page = await browser.signIn(ada)
    await page.getByRole('link', { name: /^Restart/ }).click()
    await ada.send(chat.id, 'before')
    await message(page, 'before').waitFor()
    await app.parley.close()
    await page.getByText('Connecting again').waitFor()
    // Nothing carries events from that node to the others here: only a sync can bring these.
    for (const text of ['one', 'two', 'three']) {
      const body = { clientId: randomUUID(), text }
      expect((await call(elsewhere.url, 'POST', `/v1/chats/${chat.id}/messages`, { token: bob.token, body })).status).toBe(201)
    }
    await app.another()
    await soon('all came', async () => (await texts(page)).length === 4)
    expect(await texts(page)).toEqual(['before', 'one', 'two', 'three'])
    await page.getByText('Connecting again').waitFor({ state: 'detached' })
    await say(page, 'after')
    await page.getByText('Sending').waitFor({ state: 'detached' })
    expect(await texts(page)).toEqual(['before', 'one', 'two', 'three', 'after'])
    // The connection was refused in between, and the browser says so.
    browser.complaints.length = 0
    await page.context().close()
  })
})
