/** Monotonic timers, apart from the Clock so that a changed system time moves neither. */
export interface Timers {
  /** Runs the task once, after at least so many milliseconds. Returns how to cancel it. */
  after(milliseconds: number, task: () => void): () => void
  /** Milliseconds since some fixed point: only differences mean anything. */
  elapsed(): number
}
