import { array, boolean, type Decoded, nullable, object, string } from '../decode.js'
import type { Http } from '../http.js'
import { user } from '../model.js'
import { nothing } from '../transport.js'

export interface Registration {
  readonly email: string
  readonly password: string
  readonly handle: string
  readonly displayName?: string
}

const session = object({
  id: string,
  device: nullable(string),
  ip: nullable(string),
  createdAt: string,
  lastUsedAt: string,
  current: boolean,
})
export type SessionItem = Decoded<typeof session>

const securityEvent = object({ id: string, at: string, type: string, outcome: string, ip: nullable(string), userAgent: nullable(string) })
export type SecurityEvent = Decoded<typeof securityEvent>

const profile = object({ email: string, id: string, handle: string, displayName: string, avatarUrl: nullable(string) })

/** Signing up and in, and what is one's own. */
export const accountApi = (http: Http) => {
  const tell = (path: string, body: unknown) => http.callPublic({ method: 'POST', path, body, decode: nothing })
  const ask = (method: 'POST' | 'DELETE', path: string, body?: unknown) =>
    http.call({ method, path, decode: nothing, ...(body === undefined ? {} : { body }) })
  return {
    register: (body: Registration) => tell('/v1/auth/register', body),
    verifyEmail: (body: { token: string; handle?: string }) => tell('/v1/auth/verify-email', body),
    resendVerification: (email: string) => tell('/v1/auth/verify-email/resend', { email }),
    forgotPassword: (email: string) => tell('/v1/auth/password/forgot', { email }),
    changePassword: (body: { currentPassword: string; newPassword: string }) => ask('POST', '/v1/auth/password/change', body),
    sessions: () =>
      http.call({ method: 'GET', path: '/v1/auth/sessions', decode: object({ items: array(session), nextCursor: nullable(string) }) }),
    endSession: (sessionId: string) => ask('DELETE', `/v1/auth/sessions/${sessionId}`),
    logoutAll: () => ask('POST', '/v1/auth/logout-all', {}),
    me: () => http.call({ method: 'GET', path: '/v1/me', decode: profile }),
    updateMe: (body: { displayName?: string; handle?: string }) => http.call({ method: 'PATCH', path: '/v1/me', body, decode: user }),
    changeEmail: (body: { email: string; password: string }) => ask('POST', '/v1/me/email', body),
    /** The archive, as it came. */
    exportData: () => http.call({ method: 'GET', path: '/v1/me/export', decode: (value) => value }),
    deleteAccount: (password: string) => ask('DELETE', '/v1/me', { password }),
    securityEvents: (cursor: string | null) =>
      http.call({
        method: 'GET',
        path: '/v1/me/security-events',
        query: { cursor },
        decode: object({ items: array(securityEvent), nextCursor: nullable(string) }),
      }),
  }
}
