import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { DomainError } from '../../domain/errors.js'

type Headers = Readonly<Record<string, string>>

/** What an upgrade is refused for. The same code has the same status in every answer of the API: a test compares. */
export const statuses = {
  validation_failed: 400,
  unauthenticated: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  upgrade_required: 426,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const

type RefusalCode = keyof typeof statuses

const headersOf: Readonly<Partial<Record<RefusalCode, Headers>>> = {
  unauthenticated: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  token_expired: { 'WWW-Authenticate': 'Bearer error="invalid_token", error_description="expired"' },
  unavailable: { 'Retry-After': '1' },
}

/** Why a request does not become a WebSocket. */
export class UpgradeRefusal extends Error {
  readonly code: RefusalCode
  readonly headers: Headers

  constructor(code: RefusalCode, message: string, headers: Headers = headersOf[code] ?? {}) {
    super(message)
    this.code = code
    this.headers = headers
  }
}

/** Milliseconds. */
const refusalPatience = 2_000

/** The response that says so, as RFC 9457 problem details. Answers its code. */
export function refuse(stream: Duplex, error: unknown, requestId: string): RefusalCode {
  const { code, message, headers } = refusalOf(error)
  const status = statuses[code]
  const title = STATUS_CODES[status] ?? 'Refused'
  const body = JSON.stringify({ type: `urn:parley:problem:${code}`, title, status, detail: message, code, requestId })
  const lines = Object.entries({
    Connection: 'close',
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  stream.once('finish', () => stream.destroy())
  // Whoever does not read it, or what was answered before it, is not waited for.
  const giveUp = setTimeout(() => stream.destroy(), refusalPatience).unref()
  stream.once('close', () => clearTimeout(giveUp))
  stream.end(`HTTP/1.1 ${status} ${title}\r\n${lines.join('')}\r\n${body}`)
  return code
}

function refusalOf(error: unknown): UpgradeRefusal {
  if (error instanceof UpgradeRefusal) return error
  if (error instanceof DomainError && error.code in statuses) return new UpgradeRefusal(error.code as RefusalCode, error.message)
  return new UpgradeRefusal('internal', 'Tell us the request id if it happens again.')
}

/** Until ws listens, a connection that breaks must not end the process. Nothing else is to be held by it for as long as the connection is there. */
export const surviveErrors = (stream: Duplex) => void stream.on('error', () => stream.destroy())
