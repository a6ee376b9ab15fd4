import type { Page, PageRequest } from '../../application/ports/page.js'
import type { NewSecurityEvent, SecurityEvents } from '../../application/ports/security-log.js'
import type { Email } from '../../domain/email.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import { maxUserAgentLength, type RecordedSecurityEvent, type SecurityEventType } from '../../domain/security-event.js'
import { idShape, pageOf, timePart, timeShape } from './in-memory-page.js'

/** What it must know of accounts. `null`: there is none, or none any more. */
export interface KnownAccounts {
  byId(id: UserId): UserId | null
  byEmail(email: Email): UserId | null
  /** Whose the session is, whether or not they still have an account. */
  bySession(id: SessionId): UserId | null
}

/** Keeps the audit log for as long as the process runs. */
export class InMemorySecurityEvents implements SecurityEvents {
  readonly #accounts: KnownAccounts
  readonly #events = new Map<string, RecordedSecurityEvent>()

  constructor(accounts: KnownAccounts) {
    this.#accounts = accounts
  }

  async append(events: readonly NewSecurityEvent[]): Promise<readonly RecordedSecurityEvent[]> {
    const fresh = events.filter(({ id }) => !this.#events.has(id)).map((event) => this.#recorded(event))
    for (const event of fresh) this.#events.set(event.id, event)
    return fresh
  }

  async page(userId: UserId, request: PageRequest): Promise<Page<RecordedSecurityEvent>> {
    return this.#page((event) => event.userId === userId, request)
  }

  async pageOfTypes(types: readonly SecurityEventType[], request: PageRequest): Promise<Page<RecordedSecurityEvent>> {
    return this.#page((event) => types.includes(event.type), request)
  }

  async forget(before: Date): Promise<void> {
    for (const { id, at } of this.#events.values()) if (at < before) this.#events.delete(id)
  }

  #page(isWanted: (event: RecordedSecurityEvent) => boolean, request: PageRequest): Page<RecordedSecurityEvent> {
    const wanted = [...this.#events.values()].filter(isWanted)
    return pageOf(wanted, { placeOf: ({ at, id }) => [timePart(at), id], shape: [timeShape, idShape], descending: true }, request)
  }

  #recorded({ about, origin, ...event }: NewSecurityEvent): RecordedSecurityEvent {
    const sessionId = about && 'sessionId' in about ? (about.sessionId ?? null) : null
    const named = about && 'userId' in about ? about.userId : sessionId && this.#accounts.bySession(sessionId)
    const userId = about && 'email' in about ? this.#accounts.byEmail(about.email) : named && this.#accounts.byId(named)
    const isErased = named !== null && userId === null
    const kept = origin && { ...origin, userAgent: origin.userAgent?.slice(0, maxUserAgentLength) ?? null }
    return {
      ...event,
      userId,
      sessionId: userId === null ? null : sessionId,
      origin: kept && isErased ? { requestId: kept.requestId, ip: '', userAgent: null } : kept,
    }
  }
}
