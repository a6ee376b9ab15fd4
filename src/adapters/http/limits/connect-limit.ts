import type { IncomingMessage } from 'node:http'
import proxyAddr from 'proxy-addr'
import type { UserId } from '../../../domain/ids.js'
import type { RequestLimits } from './request-limits.js'

/** Seconds to wait before trying again, or `null` for who may connect. */
export type Admission = (request: IncomingMessage, userId: UserId | null) => Promise<number | null>

/** The limit of WebSocket connections: asked without a user before it is known who comes, and with one after that. */
export function connectLimit(limits: RequestLimits, trustProxy: number | readonly string[]): Admission {
  const addressOf = clientAddress(trustProxy)
  return async (request, userId) => {
    const count = limits.begin(['connect', 'connectAccount'], addressOf(request))
    const hit = await (userId === null ? count.byAddress() : count.byAccount(userId))
    return hit?.retryAfter ?? null
  }
}

/** The address that a request comes from, for one that Express has not seen. Trusts the same proxies as its `trust proxy`. */
export function clientAddress(trustProxy: number | readonly string[]): (request: IncomingMessage) => string {
  const trusted = typeof trustProxy === 'number' ? (_: string, hop: number) => hop < trustProxy : proxyAddr.compile([...trustProxy])
  return (request) => proxyAddr(request, trusted)
}
