import type { UserId } from '../../domain/ids.js'
import type { RecordedSecurityEvent, SecurityEvent, SecurityEventType } from '../../domain/security-event.js'
import type { Page, PageRequest } from './page.js'

/** Hears of everything that concerns somebody's safety. */
export interface SecurityLog {
  /** [EV1] Never throws, and is waited for by nobody. What it was told is among the events a moment later, and a line of the program's log. */
  record(event: SecurityEvent): void
}

export interface NewSecurityEvent extends SecurityEvent {
  readonly id: string
  readonly at: Date
}

/** The audit log. */
export interface SecurityEvents {
  /**
   * [EV2] Stores them, each once however often it is told, with the account that an e-mail address or a session is of; the address itself is not
   * kept. Answers them as they are kept. [EV3] Of a user without an account, one that was erased, only what happened is kept, not who or where.
   */
  append(events: readonly NewSecurityEvent[]): Promise<readonly RecordedSecurityEvent[]>
  /** [EV4] What concerns the user and nobody else, the latest first. */
  page(userId: UserId, request: PageRequest): Promise<Page<RecordedSecurityEvent>>
  /** [EV6] Those of the types, whomever they concern, the latest first. */
  pageOfTypes(types: readonly SecurityEventType[], request: PageRequest): Promise<Page<RecordedSecurityEvent>>
  /** [EV5] Forgets what is older. */
  forget(before: Date): Promise<void>
}
