import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { DomainError } from '../../domain/errors.js'

/** Why a request does not become a WebSocket. */
export class UpgradeRefusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 426 | 429 | 503
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: UpgradeRefusal['status'], code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** The response that says so, as RFC 9457 problem details. Answers its code. */
export function refuse(stream: Duplex, error: unknown, requestId: string): string {
  const { status, code, message, headers } = refusalOf(error)
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
  stream.end(`HTTP/1.1 ${status} ${title}\r\n${lines.join('')}\r\n${body}`)
  return code
}

function refusalOf(error: unknown): { status: number; code: string; message: string; headers: Readonly<Record<string, string>> } {
  if (error instanceof UpgradeRefusal) return error
  const code = error instanceof DomainError ? error.code : 'internal'
  const message = error instanceof DomainError ? error.message : 'Tell us the request id if it happens again.'
  switch (code) {
    case 'unauthenticated':
      return { status: 401, code, message, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } }
    case 'token_expired':
      return { status: 401, code, message, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token", error_description="expired"' } }
    case 'forbidden':
      return { status: 403, code, message, headers: {} }
    case 'unavailable':
      return { status: 503, code, message, headers: { 'Retry-After': '1' } }
    default:
      return { status: 500, code: 'internal', message, headers: {} }
  }
}
