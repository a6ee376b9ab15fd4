import type { Timers } from '../ports/timers.js'

/** The promise's result, or `null` once the time is over. */
export async function within<Result>(timers: Timers, milliseconds: number, promise: Promise<Result>): Promise<Result | null> {
  let cancel: (() => void) | undefined
  const timeUp = new Promise<null>((resolve) => {
    cancel = timers.after(milliseconds, () => resolve(null))
  })
  return await Promise.race([promise, timeUp]).finally(() => cancel?.())
}
