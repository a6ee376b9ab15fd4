import type { RecordedSecurityEvent, SecurityEvent } from '../../domain/security-event.js'
import type { Clock } from '../ports/clock.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { NewSecurityEvent, SecurityEvents, SecurityLog } from '../ports/security-log.js'
import type { Timers } from '../ports/timers.js'

export interface BatchedSecurityLogParts {
  readonly events: SecurityEvents
  readonly ids: IdGenerator
  readonly clock: Clock
  readonly timers: Timers
  /** Writes the line of one event. */
  readonly write: (event: RecordedSecurityEvent) => void
  /** Told of a store that failed, and of how many events it will never have. */
  readonly onFault: (fault: unknown, lost: number) => void
}

/** Milliseconds for which events are gathered, and for which a failing store is left alone. */
const gathering = 50
const pause = 2_000
const mostAtOnce = 200
/** Of a store that is away: above this the oldest are lost to it. Their lines are not. */
const mostWaiting = 10_000

/** Stores events a few at a time, and writes each as a line: once stored, or at once if it cannot be. */
export class BatchedSecurityLog implements SecurityLog {
  readonly #parts: BatchedSecurityLogParts
  readonly #waiting: NewSecurityEvent[] = []
  readonly #written = new Set<string>()
  #cancel: (() => void) | null = null
  #storing: Promise<void> = Promise.resolve()
  #closed = false

  constructor(parts: BatchedSecurityLogParts) {
    this.#parts = parts
  }

  record(event: SecurityEvent): void {
    const { ids, clock } = this.#parts
    this.#waiting.push({ ...event, id: ids.next(), at: clock.now() })
    this.#later(gathering)
  }

  /** Resolves once everything so far was stored, or could not be. */
  async flush(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    this.#storing = this.#storing.then(() => this.#storeAll())
    await this.#storing
  }

  /** Stores what it can, and nothing more by itself. */
  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }

  #later(milliseconds: number): void {
    if (!this.#closed) this.#cancel ??= this.#parts.timers.after(milliseconds, () => void this.flush())
  }

  async #storeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, mostAtOnce)
      try {
        for (const event of await this.#parts.events.append(batch)) if (!this.#written.delete(event.id)) this.#parts.write(event)
        this.#waiting.splice(0, batch.length)
      } catch (fault) {
        return this.#keepForLater(fault)
      }
    }
    this.#written.clear()
  }

  #keepForLater(fault: unknown): void {
    for (const event of this.#waiting) {
      if (!this.#written.has(event.id)) this.#parts.write(unresolved(event))
      this.#written.add(event.id)
    }
    const lost = this.#waiting.splice(0, Math.max(0, this.#waiting.length - mostWaiting))
    for (const { id } of lost) this.#written.delete(id)
    this.#parts.onFault(fault, lost.length)
    this.#later(pause)
  }
}

function unresolved({ about, ...event }: NewSecurityEvent): RecordedSecurityEvent {
  const userId = about && 'userId' in about ? about.userId : null
  const sessionId = about && 'sessionId' in about ? (about.sessionId ?? null) : null
  return { ...event, userId, sessionId }
}
