/** One thing that a port promises. `id` is the one in the port's comment. */
export interface Rule<Subject> {
  readonly id: string
  readonly says: string
  /** Throws if the subject breaks the rule. Makes its own data: rules share a subject and know nothing of each other. */
  check(subject: Subject): Promise<void>
}

/** What every adapter of a port must keep. Free of any test runner, so that an embedder can run it over adapters of their own. */
export interface Contract<Subject> {
  readonly port: string
  readonly rules: readonly Rule<Subject>[]
}
