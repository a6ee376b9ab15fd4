import { STATUS_CODES } from 'node:http'
import { DomainError, type ErrorCode, type FieldError, ValidationFailed } from '../../domain/errors.js'

/** What can be wrong with a request before it reaches the core. */
export type HttpErrorCode =
  | 'malformed_json'
  | 'method_not_allowed'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'range_not_satisfiable'
  | 'upgrade_required'
  | 'rate_limited'
  | 'internal'

/** The one place where an error code becomes a status: a code without a row here does not compile. */
export const problems: Readonly<Record<ErrorCode | HttpErrorCode, { readonly status: number; readonly title: string }>> = {
  validation_failed: { status: 400, title: 'The request is not valid' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  unauthenticated: { status: 401, title: 'Not authenticated' },
  token_expired: { status: 401, title: 'The access token has expired' },
  invalid_credentials: { status: 401, title: 'Wrong e-mail address or password' },
  refresh_token_reused: { status: 401, title: 'The refresh token was used before' },
  forbidden: { status: 403, title: 'Not allowed' },
  email_not_verified: { status: 403, title: 'The e-mail address is not verified' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  handle_taken: { status: 409, title: 'The handle is taken' },
  quota_exceeded: { status: 409, title: 'There is no room left' },
  token_used_or_expired: { status: 410, title: 'The link was used or has expired' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'This kind of content is not taken' },
  range_not_satisfiable: { status: 416, title: 'There is no such part of the file' },
  upgrade_required: { status: 426, title: 'This is a WebSocket endpoint' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
}

export class HttpError extends Error {
  readonly code: HttpErrorCode
  readonly headers: Readonly<Record<string, string>>
  constructor(code: HttpErrorCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.code = code
    this.headers = headers
  }
}

export interface Problem {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: {
    readonly type: string
    readonly title: string
    readonly status: number
    readonly detail: string
    readonly code: string
    readonly requestId: string
    readonly errors?: readonly FieldError[]
  }
}

/** RFC 9457 form of an error. Anything but our own errors says nothing of itself. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = error instanceof DomainError || error instanceof HttpError
  const code = known ? error.code : 'internal'
  const { status, title } = problems[code]
  const detail = known ? error.message : `${STATUS_CODES[status]}. Tell us the request id if it happens again.`
  return {
    status,
    headers: {
      ...challengeOf(error),
      ...(error instanceof HttpError ? error.headers : {}),
      ...(status === 503 ? { 'Retry-After': '1' } : {}),
    },
    body: {
      type: `urn:parley:problem:${code}`,
      title,
      status,
      detail,
      code,
      requestId,
      ...(error instanceof ValidationFailed ? { errors: error.errors } : {}),
    },
  }
}

/** Whether somebody was refused for what they are, hold or know: what guessing ends in. */
export function isRefusal(error: unknown): boolean {
  return (error instanceof DomainError || error instanceof HttpError) && [401, 403, 410].includes(problems[error.code].status)
}

/** RFC 6750 §3: a request without a credential gets a bare challenge, one with a bad token is told so. */
function challengeOf(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof DomainError)) return {}
  if (error.code === 'token_expired') return { 'WWW-Authenticate': 'Bearer error="invalid_token", error_description="expired"' }
  if (error.code === 'unauthenticated')
    return { 'WWW-Authenticate': error.message === noCredential ? 'Bearer' : 'Bearer error="invalid_token"' }
  return {}
}

export const noCredential = 'An access token is needed.'
