import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { packageRoot } from '../src/main/package-root.js'
import { Person } from '../test/support/client.js'
import { startWebApp } from '../test/support/web-app.js'
import { atRest } from '../test/support/web-page.js'
import { type Scene, stage } from './screenshots-scene.js'

/**
 * Takes pictures of the screens, wide and narrow, in the light and in the dark: without an argument those that the README shows, as small files;
 * with a directory all of them, exactly. `npm run screenshots [directory [beginning of a name]]`.
 */
const given = process.argv[2]
const directory = given ?? join(packageRoot, 'docs/screens')
const shown = new Set([
  'conversation-light',
  'details-dark',
  'palette-light',
  'narrow-chats-light',
  'narrow-conversation-dark',
  'narrow-arabic-light',
])
const wide = { viewport: { width: 1440, height: 900 } }
const narrow = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const beginning = process.argv[3] ?? ''
const isWanted = (name: string) => (given === undefined ? shown.has(name) : name.startsWith(beginning))

await mkdir(directory, { recursive: true })
process.env['TEST_CHROMIUM'] ??= '/usr/bin/chromium'
const { app, browser, url } = await startWebApp()
try {
  const scene = await stage(signUp, ({ id }) => app.query('INSERT INTO instance_admins VALUES ($1, $1, now())', [id]))
  await shootAll(scene)
} finally {
  await browser.close()
  await app.close()
}

/** Under a name as somebody would choose it: nobody else is here. */
async function signUp(handle: string): Promise<Person> {
  const person = await Person.signUp(url, handle)
  await app.query('UPDATE users SET handle = $1 WHERE id = $2', [handle, person.id])
  return Object.assign(person, { handle })
}

async function shootAll({ ada, chatPath, threadPath, privatePath, rtlPath }: Scene): Promise<void> {
  const shots: readonly [string, string, Parameters<typeof browser.open>[1], ((page: Page) => Promise<unknown>)?][] = [
    ['conversation-light', chatPath, wide],
    ['conversation-dark', chatPath, { ...wide, colorScheme: 'dark' }],
    ['thread-light', threadPath, wide],
    ['details-dark', `${chatPath}?details=`, { ...wide, colorScheme: 'dark' }],
    ['palette-light', chatPath, wide, openPalette],
    ['settings-light', '/settings/sessions', wide],
    ['settings-profile-dark', '/settings/profile', { ...wide, colorScheme: 'dark' }],
    ['account-light', '/settings/account', wide],
    ['appearance-light', '/settings/appearance', wide],
    ['security-light', '/settings/security', wide],
    ['narrow-chats-light', '/chats', narrow],
    ['narrow-conversation-dark', chatPath, { ...narrow, colorScheme: 'dark' }],
    ['narrow-private-light', privatePath, narrow],
    ['narrow-arabic-light', rtlPath, { ...narrow, locale: 'ar' }],
    ['arabic-wide-light', rtlPath, { ...wide, locale: 'ar' }],
    ['german-light', chatPath, { ...wide, locale: 'de-DE' }],
    ['mentions-light', '/chats/inbox/mentions', wide],
    ['search-light', `${chatPath}?search=`, wide, search],
    ['pins-light', `${chatPath}?pins=`, wide],
    ['emoji-light', chatPath, wide, openEmoji],
    ['menu-light', chatPath, wide, openMenu],
    ['empty-dark', '/chats', { ...wide, colorScheme: 'dark' }],
    ['group-dialog-light', chatPath, wide, openGroupDialog],
    ['report-light', chatPath, wide, openReport],
    ['narrow-report-dark', chatPath, { ...narrow, colorScheme: 'dark' }, openReport],
    ['narrow-report-arabic-light', chatPath, { ...narrow, locale: 'ar' }, openReport],
    ['reports-light', '/reports', wide],
    ['reports-dark', '/reports', { ...wide, colorScheme: 'dark' }],
    ['reports-arabic-light', '/reports', { ...wide, locale: 'ar' }],
    ['reports-resolve-light', '/reports', wide, (page) => page.getByRole('button', { name: 'Resolve' }).first().click()],
    ['reports-empty-light', '/reports?status=resolved', wide],
    ['narrow-reports-light', '/reports', narrow],
    ['narrow-reports-dark', '/reports', { ...narrow, colorScheme: 'dark' }],
    ['narrow-reports-german-light', '/reports', { ...narrow, locale: 'de' }],
    ['narrow-settings-dark', '/settings/appearance', { ...narrow, colorScheme: 'dark' }],
  ]
  for (const [name, path, options, act] of shots) {
    if (!isWanted(name)) continue
    const page = await browser.signIn(ada, { ...options, locale: 'en-GB' })
    const language = options?.locale?.slice(0, 2) ?? 'en'
    await page.evaluate((chosen) => localStorage.setItem('parley.preferences', JSON.stringify({ language: chosen })), language)
    await page.goto(path)
    await atRest(page)
    await act?.(page)
    await atRest(page)
    await shoot(page, name)
    await page.context().close()
  }
  for (const [name, path, options] of [
    ['sign-in-light', '/sign-in', wide],
    ['sign-up-dark', '/sign-up', { ...wide, colorScheme: 'dark' }],
    ['narrow-sign-in-light', '/sign-in', narrow],
  ] as const) {
    if (!isWanted(name)) continue
    const page = await browser.open(path, options)
    await atRest(page)
    await shoot(page, name)
    await page.context().close()
  }
}

async function search(page: Page): Promise<void> {
  await page.getByRole('searchbox').fill('launch')
  await page.locator('mark').first().waitFor()
}

async function openEmoji(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Emoji' }).click()
  await page.getByRole('gridcell').first().waitFor()
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
}

async function openMenu(page: Page): Promise<void> {
  const row = page.locator('[data-message]').last()
  await row.hover()
  await row.locator('button[aria-haspopup=menu]').click()
}

async function openReport(page: Page): Promise<void> {
  await openMenu(page)
  await page.getByRole('menuitem', { name: /^(Report|إبلاغ)$/ }).click()
  await page.getByRole('dialog').waitFor()
}

async function openGroupDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start a conversation' }).click()
  await page.getByRole('menuitem', { name: 'New group' }).click()
  await page.getByRole('dialog').waitFor()
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = join(directory, name)
  await page.screenshot(given === undefined ? { path: `${path}.jpg`, type: 'jpeg', quality: 78 } : { path: `${path}.png` })
}
