import type { SecurityLog } from '../../../application/ports/security-log.js'
import { DomainError } from '../../../domain/errors.js'
import type { RequestOrigin, SecurityEvent, SecurityEventType } from '../../../domain/security-event.js'
import { RateLimited } from '../limits/limited-response.js'
import type { RequestLimits } from '../limits/request-limits.js'
import { isRefusal, noCredential } from '../problem.js'
import type { RequestInfo } from '../route.js'

export interface AuditParts {
  /** Absent: nothing is limited. */
  readonly limits?: RequestLimits | undefined
  /** Absent: nothing is recorded. */
  readonly securityLog?: SecurityLog | undefined
}

/** What is asked for. `path` is that of the route, with the names of its parameters. */
export interface AuditedAction {
  readonly method: string
  readonly path: string
  readonly audit?: SecurityEventType
}

type About = SecurityEvent['about']

/** Of these only refusals are worth an entry: they happen every few minutes by themselves. */
const routine: ReadonlySet<SecurityEventType> = new Set(['token_refresh'])

/** Enters one request into the audit log: what it did, if that is audited, and what it was refused. */
export class RequestAudit {
  readonly #parts: AuditParts
  readonly #action: AuditedAction
  readonly #origin: RequestOrigin
  #about: About = null
  #subject: SecurityEvent['detail'] = {}

  constructor(parts: AuditParts, action: AuditedAction, info: RequestInfo) {
    this.#parts = parts
    this.#action = action
    this.#origin = { requestId: info.requestId, ip: info.ip, userAgent: info.header('user-agent') ?? null }
  }

  /** As soon as it is known whom the request is about: the caller, or whose address or session it names. */
  concerns(about: NonNullable<About>): void {
    this.#about ??= about
  }

  /** As soon as the request could be read: what its entry names beside that. */
  names(subject: SecurityEvent['detail']): void {
    this.#subject = subject
  }

  async of<Result extends { readonly about?: About; readonly detail?: SecurityEvent['detail'] }>(
    work: () => Promise<Result>,
  ): Promise<Result> {
    const result = await work().catch(async (error: unknown) => {
      await this.#refused(error)
      throw error
    })
    const { audit } = this.#action
    if (audit && !routine.has(audit) && result.about !== null)
      this.#record(audit, 'success', result.detail ?? {}, result.about ?? this.#about)
    return result
  }

  async #refused(error: unknown): Promise<void> {
    if (error instanceof RateLimited) {
      if (error.hit.isFirst) this.#record('rate_limit', 'denied', { limit: error.hit.limit, ...this.#place() })
      return
    }
    if (!(error instanceof DomainError) || !isRefusal(error) || error.code === 'token_expired') return
    const outcome = error.code === 'forbidden' || error.code === 'email_not_verified' ? 'denied' : 'failure'
    const detail = { code: error.code, ...this.#place() }
    const { audit } = this.#action
    if (error.code === 'refresh_token_reused') this.#record('token_reuse', 'denied', detail)
    else if (audit && error.code !== 'unauthenticated') this.#record(audit, outcome, detail)
    else if (this.#isAttempt(error) && (await this.#isWorthAnEntry())) this.#record(audit ?? 'access', outcome, detail)
  }

  /** To come without a token, as every browser does that is not signed in, is no attempt at anything. */
  #isAttempt(error: DomainError): boolean {
    return this.#action.audit === 'token_refresh' ? this.#about !== null : error.message !== noCredential
  }

  #record(type: SecurityEventType, outcome: SecurityEvent['outcome'], detail: SecurityEvent['detail'], about = this.#about): void {
    this.#parts.securityLog?.record({ type, outcome, about, origin: this.#origin, detail: { ...this.#subject, ...detail } })
  }

  #place() {
    return { method: this.#action.method.toUpperCase(), route: this.#action.path }
  }

  /** Anybody can send tokens of their own invention, or ask for what is not theirs, as often as they like: the log must not grow with it. */
  async #isWorthAnEntry(): Promise<boolean> {
    return ((await this.#parts.limits?.begin(['audited'], this.#origin.ip).byAddress()) ?? null) === null
  }
}
