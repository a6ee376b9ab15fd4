import type { Http } from './http.js'
import { chatPage, memberPage, message, messagePage, ownChat, syncAnswer, user, userPage } from './model.js'
import type { SyncQuestion } from './synchroniser.js'
import { nothing } from './transport.js'

export type NewChat =
  | { readonly type: 'private'; readonly userId: string }
  | { readonly type: 'group'; readonly title: string; readonly memberIds?: readonly string[]; readonly visibility?: 'private' | 'public' }

export interface Registration {
  readonly email: string
  readonly password: string
  readonly handle: string
  readonly displayName?: string
}

/** The routes of the contract, one function each. */
export const apiOver = (http: Http) => ({
  register: (body: Registration) => http.callPublic({ method: 'POST', path: '/v1/auth/register', body, decode: nothing }),
  verifyEmail: (body: { token: string; handle?: string }) =>
    http.callPublic({ method: 'POST', path: '/v1/auth/verify-email', body, decode: nothing }),
  resendVerification: (email: string) =>
    http.callPublic({ method: 'POST', path: '/v1/auth/verify-email/resend', body: { email }, decode: nothing }),
  forgotPassword: (email: string) =>
    http.callPublic({ method: 'POST', path: '/v1/auth/password/forgot', body: { email }, decode: nothing }),

  searchUsers: (query: string, signal?: AbortSignal) =>
    http.call({ method: 'GET', path: '/v1/users', query: { query, limit: 20 }, decode: userPage, ...(signal ? { signal } : {}) }),
  user: (userId: string) => http.call({ method: 'GET', path: `/v1/users/${userId}`, decode: user }),

  createChat: (body: NewChat) => http.call({ method: 'POST', path: '/v1/chats', body, decode: ownChat }),
  joinChat: (chatId: string) => http.call({ method: 'POST', path: `/v1/chats/${chatId}/join`, body: {}, decode: ownChat }),
  leaveChat: (chatId: string) => http.call({ method: 'POST', path: `/v1/chats/${chatId}/leave`, body: {}, decode: nothing }),
  rooms: (query: string, cursor: string | null, signal?: AbortSignal) =>
    http.call({ method: 'GET', path: '/v1/rooms', query: { query, cursor }, decode: chatPage, ...(signal ? { signal } : {}) }),
  members: (chatId: string, cursor: string | null) =>
    http.call({ method: 'GET', path: `/v1/chats/${chatId}/members`, query: { cursor, limit: 100 }, decode: memberPage }),
  markRead: (chatId: string, number: number) =>
    http.call({ method: 'POST', path: `/v1/chats/${chatId}/read`, body: { number }, decode: nothing }),

  /** The newest page, or the one before a message number. */
  messages: (chatId: string, before: number | null) =>
    http.call({ method: 'GET', path: `/v1/chats/${chatId}/messages`, query: { before, limit: 50 }, decode: messagePage }),
  /** Safe to repeat with the same `clientId`: posts once. */
  sendMessage: (chatId: string, body: { clientId: string; text: string }) =>
    http.call({ method: 'POST', path: `/v1/chats/${chatId}/messages`, body, decode: message }),

  sync: (question: SyncQuestion) => http.call({ method: 'POST', path: '/v1/sync', body: question, decode: syncAnswer }),
})

export type Api = ReturnType<typeof apiOver>
