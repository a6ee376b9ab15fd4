import type { Email } from './email.js'
import type { SessionId, UserId } from './ids.js'

/** What happened, by what was asked for; `access` is anything else that takes rights, `connection` a WebSocket. */
export type SecurityEventType =
  | 'registration'
  | 'verification_request'
  | 'email_verification'
  | 'sign_in'
  | 'token_refresh'
  | 'token_reuse'
  | 'sign_out'
  | 'session_end'
  | 'password_reset_request'
  | 'password_reset'
  | 'password_change'
  | 'email_change_request'
  | 'email_change'
  | 'data_export'
  | 'account_erasure'
  | 'abuse_report'
  | 'report_handling'
  | 'user_suspension'
  | 'suspension_lift'
  | 'message_removal'
  | 'admin_appointment'
  | 'admin_dismissal'
  | 'chat_ban'
  | 'chat_unban'
  | 'access'
  | 'connection'
  | 'rate_limit'

/** What the admins of the installation did, and what was asked of them. */
export const moderationEvents = [
  'abuse_report',
  'report_handling',
  'user_suspension',
  'suspension_lift',
  'message_removal',
  'admin_appointment',
  'admin_dismissal',
] as const satisfies readonly SecurityEventType[]

/** Where a request came from. Texts are the caller's own words. */
export interface RequestOrigin {
  readonly requestId: string
  readonly ip: string
  readonly userAgent: string | null
}

export interface SecurityEvent {
  readonly type: SecurityEventType
  /** `failure`: what was presented is not right. `denied`: it is known who asks, or how often, and that is why not. */
  readonly outcome: 'success' | 'failure' | 'denied'
  /** Whom it concerns, as far as it is known: of an e-mail address or a session, its account. */
  readonly about:
    | { readonly userId: UserId; readonly sessionId?: SessionId }
    | { readonly email: Email }
    | { readonly sessionId: SessionId }
    | null
  readonly origin: RequestOrigin | null
  /** Codes and names of ours, such as that of the limit. Never anything secret, or anybody's words. */
  readonly detail: Readonly<Record<string, string | number>>
}

/** One as it is kept. */
export interface RecordedSecurityEvent {
  readonly id: string
  readonly at: Date
  readonly type: SecurityEventType
  readonly outcome: SecurityEvent['outcome']
  readonly userId: UserId | null
  readonly sessionId: SessionId | null
  readonly origin: RequestOrigin | null
  readonly detail: SecurityEvent['detail']
}

export const maxUserAgentLength = 200
