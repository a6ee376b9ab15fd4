import type { Timers } from './ports/timers.js'

/** Resolves once so many milliseconds have passed. */
export const passed = (timers: Timers, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    timers.after(milliseconds, resolve)
  })
