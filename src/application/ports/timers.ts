/** Monotonic timers, apart from the Clock so that a changed system time moves neither. */
export interface Timers {
  /** [TM1] Runs the task once, after at least so many milliseconds, and never before this returns. [TM2] What it returns cancels the task; later it does nothing. */
  after(milliseconds: number, task: () => void): () => void
  /** [TM3] Milliseconds since some fixed point, never fewer than before: only differences mean anything. */
  elapsed(): number
}
