import type { IncomingMessage } from 'node:http'
import type { UserId } from '../../../domain/ids.js'
import type { SecurityEvent } from '../../../domain/security-event.js'
import { clientAddress } from '../limits/client-address.js'
import type { LimitHit } from '../limits/request-limits.js'
import type { AuditParts } from './request-audit.js'

export interface SocketGateParts extends AuditParts {
  readonly trustProxy: number | readonly string[]
}

const place = { method: 'GET', route: '/v1/ws' }

/** Limits and audits WebSocket upgrades, which never come to Express. */
export class SocketGate {
  readonly #parts: SocketGateParts
  readonly #addressOf: (request: IncomingMessage) => string

  constructor(parts: SocketGateParts) {
    this.#parts = parts
    this.#addressOf = clientAddress(parts.trustProxy)
  }

  /** Seconds to wait before trying again, or `null` for who may connect: asked without a user before it is known who comes, and with one after that. */
  async admit(request: IncomingMessage, requestId: string, userId: UserId | null): Promise<number | null> {
    const count = this.#parts.limits?.begin(['connect', 'connectAccount'], this.#addressOf(request))
    const hit: LimitHit | null = (await (userId === null ? count?.byAddress() : count?.byAccount(userId))) ?? null
    if (hit?.isFirst) {
      const about = userId === null ? null : { userId }
      this.#record(request, requestId, { type: 'rate_limit', outcome: 'denied', about, detail: { limit: hit.limit, ...place } })
    }
    return hit?.retryAfter ?? null
  }

  /** Told of every upgrade that was refused, by the code of the refusal. */
  async refused(request: IncomingMessage, requestId: string, code: string): Promise<void> {
    if (code !== 'unauthenticated' && code !== 'forbidden') return
    const hit = await this.#parts.limits?.begin(['audited'], this.#addressOf(request)).byAddress()
    if (hit) return
    const outcome = code === 'forbidden' ? 'denied' : 'failure'
    this.#record(request, requestId, { type: 'connection', outcome, about: null, detail: { code, ...place } })
  }

  #record(request: IncomingMessage, requestId: string, event: Omit<SecurityEvent, 'origin'>): void {
    const origin = { requestId, ip: this.#addressOf(request), userAgent: request.headers['user-agent'] ?? null }
    this.#parts.securityLog?.record({ ...event, origin })
  }
}
