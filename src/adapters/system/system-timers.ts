import type { Timers } from '../../application/ports/timers.js'

/** A timer alone does not keep the process alive. */
export class SystemTimers implements Timers {
  after(milliseconds: number, task: () => void): () => void {
    const timer = setTimeout(task, milliseconds).unref()
    return () => clearTimeout(timer)
  }

  elapsed(): number {
    return performance.now()
  }
}
