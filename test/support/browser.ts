import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type Person, password } from './client.js'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium, one context a person, and what the pages complained of: errors of scripts, and what the Content-Security-Policy refused. */
export class TestBrowser {
  readonly complaints: string[] = []
  readonly #browser: Browser
  readonly #url: string

  private constructor(browser: Browser, url: string) {
    this.#browser = browser
    this.#url = url
  }

  static async launch(url: string): Promise<TestBrowser> {
    const executablePath = process.env['TEST_CHROMIUM'] ?? ''
    return new TestBrowser(await chromium.launch({ executablePath, args: flags }), url)
  }

  /** A page of somebody new. */
  async open(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      baseURL: this.#url,
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      ...options,
    })
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('dialog', (dialog) => {
      this.complaints.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      // A refused request is one that a test made on purpose, or the first question whether there is a session.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.complaints.push(message.text())
    })
    await page.goto(path)
    return page
  }

  async signIn(person: Person, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.open('/sign-in', options)
    await signIn(page, person.email)
    return page
  }

  close(): Promise<void> {
    return this.#browser.close()
  }
}

export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/chats')
}

/** Builds the client unless what is built is newer than everything it is built from. */
export async function buildWeb(root: string): Promise<void> {
  const built = await stat(join(root, 'dist/web/index.html')).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
  if (built > (await newestIn(join(root, 'web')))) return
  const vite = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const [code] = await once(vite, 'exit')
  if (code !== 0) throw new Error('the web client could not be built')
}

async function newestIn(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true })
  const times = await Promise.all(entries.map(async (entry) => (await stat(join(directory, entry))).mtimeMs))
  return Math.max(...times)
}

/** The address that people type is known before the server has a port: its cookies and origins depend on it. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
