import { packageRoot } from '../../src/main/package-root.js'
import { startTestApp, type TestApp } from './app.js'
import { buildWeb, freePort, TestBrowser } from './browser.js'

export interface WebApp {
  readonly app: TestApp
  readonly browser: TestBrowser
  /** By the name that people type: cookies and origins depend on it. */
  readonly url: string
}

/** The whole program with its client as it is built, and a browser that looks at it. */
export async function startWebApp(settings: Readonly<Record<string, string>> = {}): Promise<WebApp> {
  await buildWeb(packageRoot)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const app = await startTestApp({ settings: { HOST: 'localhost', PORT: String(port), PUBLIC_URL: url, ...settings } })
  return { app, url, browser: await TestBrowser.launch(url) }
}
