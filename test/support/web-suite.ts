import { afterAll, afterEach, expect } from '@jest/globals'
import type { WebApp } from './web-app.js'

/** After each test of a suite its browser must have nothing to complain of; after the last one, browser and program are closed. */
export function watchOver(started: () => Partial<Pick<WebApp, 'app' | 'browser'>>): void {
  afterEach(() => {
    // The strict Content-Security-Policy refuses loudly, and a script that fails is no detail.
    expect(started().browser?.complaints.splice(0)).toEqual([])
  })

  afterAll(async () => {
    const { app, browser } = started()
    await browser?.close()
    await app?.close()
  })
}
