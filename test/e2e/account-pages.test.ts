import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { startTestApp, type TestApp } from '../support/app.js'
import { TestBrowser } from '../support/browser.js'
import { call, type Json, mailedToken, Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'

const register = (url: string, changes: Json = {}) => {
  const handle = `n_${randomBytes(6).toString('hex')}`
  const body = { email: `${handle}@example.com`, password, handle, ...changes }
  return call(url, 'POST', '/v1/auth/register', { body }).then(() => body)
}
const logIn = (url: string, email: string, text = password) => call(url, 'POST', '/v1/auth/login', { body: { email, password: text } })

requires(
  'postgres',
  'redis',
  'chromium',
)('the links in mails, in a browser without script', () => {
  let app: TestApp
  let browser: TestBrowser

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    browser = await TestBrowser.launch(app.url)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const noScript = { javaScriptEnabled: false }
  const open = (path: string): Promise<Page> => browser.open(path, noScript)
  /** Waits for it: what a form leads to takes a moment. */
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).textContent()
  const alert = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text }).textContent()

  it('S47 verify an address when the button is pressed, and not before', async () => {
    const someone = await register(app.url)
    const page = await open(`/verify-email?token=${await mailedToken(app.url, someone.email)}`)
    expect(await heading(page, 'Verify your e-mail address')).toBe('Verify your e-mail address')
    await page.reload()
    expect(await page.getByText(`@${someone.handle}`).textContent()).toContain('close this page')
    expect((await logIn(app.url, someone.email)).status).toBe(403)
    await page.getByRole('button', { name: 'Verify my address' }).click()
    expect(await heading(page, 'You are all set')).toBe('You are all set')
    expect(page.url()).not.toContain('token')
    expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('./sign-in')
    expect((await logIn(app.url, someone.email)).status).toBe(200)
    expect(await heading(await open(`/verify-email?token=${'x'.repeat(43)}`), 'Verify your e-mail address')).toBe(
      'Verify your e-mail address',
    )
  })

  it('ask for another handle where somebody else has verified with it', async () => {
    const one = await register(app.url)
    const other = await register(app.url, { handle: one.handle, email: `other.${one.email}` })
    const tokens = [await mailedToken(app.url, one.email), await mailedToken(app.url, other.email)]
    await call(app.url, 'POST', '/v1/auth/verify-email', { body: { token: tokens[0] } })
    const page = await open(`/verify-email?token=${tokens[1]}`)
    await page.getByRole('button').click()
    expect(await alert(page, 'Choose another one')).toContain('Choose another one')
    await page.getByLabel('Handle').fill('no')
    await page.getByRole('button').click()
    expect(await alert(page, '3 to 32')).toContain('3 to 32')
    await page.getByLabel('Handle').fill(`${one.handle}_2`)
    await page.getByRole('button').click()
    expect(await heading(page, 'You are all set')).toBe('You are all set')
    expect((await logIn(app.url, other.email)).body.user.handle).toBe(`${one.handle}_2`)
  })

  it('S44 S53 choose a new password', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    await call(app.url, 'POST', '/v1/auth/password/forgot', { body: { email: ada.email } })
    const link = `/reset-password?token=${await mailedToken(app.url, ada.email, 'password')}`
    const page = await open(link)
    expect(await page.getByLabel('New password').getAttribute('autocomplete')).toBe('new-password')
    await page.keyboard.press('Tab')
    await page.keyboard.type('password1')
    await page.keyboard.press('Enter')
    expect(await alert(page, 'very many people')).toContain('very many people')
    expect(await page.title()).toBe('Error: Choose a new password · Parley')
    await page.keyboard.type('ünï cödé & "spaces" + 100%')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Set the new password')
    await page.keyboard.press('Enter')
    expect(await heading(page, 'Your password is changed')).toBe('Your password is changed')
    expect((await logIn(app.url, ada.email, 'ünï cödé & "spaces" + 100%')).status).toBe(200)
    await page.goto(link)
    await page.getByLabel('New password').fill('yet another password')
    await page.keyboard.press('Enter')
    expect(await heading(page, 'This link does not work any more')).toBe('This link does not work any more')
  })

  it('S49 confirm a new address', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    await ada.expect(202, 'POST', '/v1/me/email', { email: `new.${ada.email}`, password })
    const page = await open(`/confirm-email?token=${await mailedToken(app.url, `new.${ada.email}`, 'confirm')}`)
    await page.getByRole('button', { name: 'Use this address' }).click()
    expect(await heading(page, 'Your address is changed')).toBe('Your address is changed')
    expect((await ada.expect(200, 'GET', '/v1/me')).email).toBe(`new.${ada.email}`)
  })

  it('work from the page of held mail', async () => {
    const someone = await register(app.url)
    const page = await open(`/dev/mail?to=${someone.email}`)
    const href = await page.getByRole('link', { name: 'Open the link in this mail' }).getAttribute('href')
    const { pathname, search } = new URL(href ?? '')
    await page.goto(`${pathname}${search}`)
    await page.getByRole('button').click()
    expect((await logIn(app.url, someone.email)).status).toBe(200)
  })

  it('complain of nothing, such as a style that the policy refuses', () => {
    expect(browser.complaints).toEqual([])
  })
})

requires('postgres')('a page behind a link, where there is too much at this moment', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp({ settings: { RATE_LIMITS: 'on' } })
  }, 60_000)
  afterAll(() => app?.close())

  it('S70 says so to a person, and keeps what is needed to try again', async () => {
    const press = () => fetch(`${app.url}/reset-password`, { method: 'POST', body: new URLSearchParams({ token: 'some-token', password }) })
    let answer = await press()
    for (let count = 0; count < 200 && answer.status !== 429; count += 1) answer = await press()
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([429, 'text/html; charset=utf-8'])
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    const page = await answer.text()
    expect(page).toContain('Wait a little, then press the button again.')
    expect(page).toContain('value="some-token"')
    expect(page).not.toContain(password)
  })
})

requires('postgres')('the pages behind the links in mails', () => {
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp({ settings: { PUBLIC_URL: 'https://chat.example' } })
  }, 60_000)
  afterAll(() => app?.close())

  const paths = ['/verify-email', '/reset-password', '/confirm-email']
  const post = (path: string, form: string | Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(app.url + path, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' })

  it.each(paths)('S46 S80 tell nobody of the token: %s', async (path) => {
    for (const response of [await fetch(`${app.url}${path}?token=secret`), await post(path, { token: 'secret', password })]) {
      expect(response.headers.get('Referrer-Policy')).toBe('no-referrer')
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
      const policy = response.headers.get('Content-Security-Policy') ?? ''
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/)
      expect(await response.text()).not.toMatch(/https?:|<script|<img|<link/)
    }
  })

  it.each(paths)('put no markup of a stranger on the page: %s', async (path) => {
    const token = `"><script>alert(1)</script>'&`
    const text = await (await fetch(`${app.url}${path}?token=${encodeURIComponent(token)}`)).text()
    expect(text).not.toContain('<script')
    expect(text).toContain('value="&#34;&#62;&#60;script&#62;alert(1)')
  })

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
    [{ Origin: 'https://evil.example' }],
    [{ Origin: 'https://chat.example.evil.example' }],
  ])('S74 take no form of another site: %p', async (headers) => {
    const someone = await register(app.url)
    const token = await mailedToken(app.url, someone.email)
    expect((await post('/verify-email', { token }, headers)).status).toBe(403)
    expect((await logIn(app.url, someone.email)).status).toBe(403)
    expect((await post('/verify-email', { token }, { Origin: 'https://chat.example' })).status).toBe(200)
  })

  it('S47 change nothing for GET and HEAD, and take no other form of request', async () => {
    const someone = await register(app.url)
    const token = await mailedToken(app.url, someone.email)
    for (const method of ['GET', 'HEAD']) expect((await fetch(`${app.url}/verify-email?token=${token}`, { method })).status).toBe(200)
    const json = { method: 'POST', body: JSON.stringify({ token }), headers: { 'Content-Type': 'application/json' } }
    expect((await fetch(`${app.url}/verify-email`, json)).status).toBe(410)
    expect((await post(`/verify-email?token=${token}`, {})).status).toBe(410)
    expect((await post('/verify-email', `token=${token}&token=${token}`)).status).toBe(410)
    expect((await post('/verify-email', { token })).status).toBe(200)
    expect((await post('/verify-email', { token })).status).toBe(410)
  })

  it('say so where there is no token, or one of another purpose', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    await call(app.url, 'POST', '/v1/auth/password/forgot', { body: { email: ada.email } })
    const token = await mailedToken(app.url, ada.email, 'password')
    for (const path of paths) expect((await fetch(app.url + path)).status).toBe(410)
    expect((await post('/verify-email', { token })).status).toBe(410)
    expect((await post('/confirm-email', { token })).status).toBe(410)
    expect((await post('/reset-password', { token, password: 'x'.repeat(20_000) })).status).toBeGreaterThanOrEqual(400)
    expect((await post('/reset-password', { token, password: 'yet another password' })).status).toBe(200)
  })
})
