import type { Timers } from './ports/timers.js'

/** Runs the task every so many milliseconds, for the first time after as many, until what it returns is called. */
export function every(timers: Timers, milliseconds: number, task: () => void): () => void {
  const again = (): void => {
    cancel = timers.after(milliseconds, again)
    task()
  }
  let cancel = timers.after(milliseconds, again)
  return () => cancel()
}
