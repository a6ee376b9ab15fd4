/** Every error the core can raise; `docs/errors.md` says what each means to a caller. */
export type ErrorCode =
  | 'validation_failed'
  | 'unauthenticated'
  | 'token_expired'
  | 'invalid_credentials'
  | 'refresh_token_reused'
  | 'forbidden'
  | 'email_not_verified'
  | 'not_found'
  | 'conflict'
  | 'handle_taken'
  | 'token_used_or_expired'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'quota_exceeded'
  | 'unavailable'

/** Which input was wrong, and how. `path` is that of the request body, such as `memberIds.3`. */
export interface FieldError {
  readonly path: string
  readonly message: string
}

export abstract class DomainError extends Error {
  abstract readonly code: ErrorCode
}

export class ValidationFailed extends DomainError {
  readonly code = 'validation_failed'
  readonly errors: readonly FieldError[]
  constructor(errors: readonly FieldError[]) {
    super(errors.map((error) => `${error.path}: ${error.message}`).join('; '))
    this.errors = errors
  }
}

/** No credential, or one that is not valid. */
export class Unauthenticated extends DomainError {
  readonly code = 'unauthenticated'
  constructor(message = 'The access token is not valid.') {
    super(message)
  }
}

export class TokenExpired extends DomainError {
  readonly code = 'token_expired'
  constructor(message = 'The access token has expired.') {
    super(message)
  }
}

export class InvalidCredentials extends DomainError {
  readonly code = 'invalid_credentials'
  constructor(message = 'The e-mail address or the password is wrong.') {
    super(message)
  }
}

export class RefreshTokenReused extends DomainError {
  readonly code = 'refresh_token_reused'
  constructor() {
    super('This refresh token was used before; its session has been ended.')
  }
}

export class Forbidden extends DomainError {
  readonly code = 'forbidden'
}

export class EmailNotVerified extends DomainError {
  readonly code = 'email_not_verified'
  constructor() {
    super('Verify the e-mail address before signing in.')
  }
}

/** It does not exist, or the caller may not know that it does. */
export class NotFound extends DomainError {
  readonly code = 'not_found'
  constructor(what = 'resource') {
    super(`There is no such ${what}.`)
  }
}

export class Conflict extends DomainError {
  readonly code = 'conflict'
}

export class HandleTaken extends DomainError {
  readonly code = 'handle_taken'
  constructor() {
    super('This handle is taken.')
  }
}

export class TokenUsedOrExpired extends DomainError {
  readonly code = 'token_used_or_expired'
  constructor(message = 'This link was used before or has expired.') {
    super(message)
  }
}

export class FileTooLarge extends DomainError {
  readonly code = 'payload_too_large'
}

/** A file that is not what it claims to be, or of a kind that is not taken. */
export class UnsupportedFile extends DomainError {
  readonly code = 'unsupported_media_type'
}

export class QuotaExceeded extends DomainError {
  readonly code = 'quota_exceeded'
}

/** A dependency did not answer in time or is gone; the same call may succeed later. */
export class Unavailable extends DomainError {
  readonly code = 'unavailable'
}
