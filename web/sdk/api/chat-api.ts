import { array, integer, nullable, object, string } from '../decode.js'
import type { Http } from '../http.js'
import { chatPage, type Me, member, memberPage, ownChat, user } from '../model.js'
import { nothing } from '../transport.js'

export type NewChat =
  | { readonly type: 'private'; readonly userId: string }
  | { readonly type: 'group'; readonly title: string; readonly memberIds?: readonly string[]; readonly visibility?: 'private' | 'public' }

export interface ChatSettings {
  readonly title?: string
  readonly topic?: string | null
  readonly visibility?: 'private' | 'public'
  readonly history?: 'all' | 'since_joining'
}

export type OwnSettings = Partial<Pick<Me, 'muted' | 'pinned' | 'archived' | 'notify' | 'markedUnread'>>

const invite = object({ code: string, url: string, maxUses: nullable(integer), uses: integer, expiresAt: nullable(string) })
const invitation = object({ chat: object({ id: string, title: nullable(string), memberCount: integer }) })
const ban = object({ user, bannedAt: string })

/** Chats, who is in them, and the ways into them. */
export const chatApi = (http: Http) => {
  const ask = (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
    http.call({ method, path, decode: nothing, ...(body === undefined ? {} : { body }) })
  return {
    createChat: (body: NewChat) => http.call({ method: 'POST', path: '/v1/chats', body, decode: ownChat }),
    updateChat: (chatId: string, body: ChatSettings) => http.call({ method: 'PATCH', path: `/v1/chats/${chatId}`, body, decode: nothing }),
    deleteChat: (chatId: string) => ask('DELETE', `/v1/chats/${chatId}`),
    joinChat: (chatId: string) => http.call({ method: 'POST', path: `/v1/chats/${chatId}/join`, body: {}, decode: ownChat }),
    leaveChat: (chatId: string) => ask('POST', `/v1/chats/${chatId}/leave`, {}),
    rooms: (query: string, cursor: string | null, signal?: AbortSignal) =>
      http.call({ method: 'GET', path: '/v1/rooms', query: { query, cursor }, decode: chatPage, ...(signal ? { signal } : {}) }),
    updateOwn: (chatId: string, body: OwnSettings) => http.call({ method: 'PATCH', path: `/v1/chats/${chatId}/me`, body, decode: nothing }),
    /** In each of these chats, everything up to the number has reached this device. */
    markDelivered: (chats: readonly { readonly id: string; readonly deliveredNumber: number }[]) => ask('POST', '/v1/receipts', { chats }),
    markRead: (chatId: string, number: number) => ask('POST', `/v1/chats/${chatId}/read`, { number }),
    type: (chatId: string) => ask('POST', `/v1/chats/${chatId}/typing`, {}),

    members: (chatId: string, cursor: string | null) =>
      http.call({ method: 'GET', path: `/v1/chats/${chatId}/members`, query: { cursor, limit: 100 }, decode: memberPage }),
    addMember: (chatId: string, userId: string) =>
      http.call({ method: 'POST', path: `/v1/chats/${chatId}/members`, body: { userId }, decode: member }),
    setRole: (chatId: string, userId: string, role: Me['role']) =>
      http.call({ method: 'PATCH', path: `/v1/chats/${chatId}/members/${userId}`, body: { role }, decode: member }),
    removeMember: (chatId: string, userId: string) => ask('DELETE', `/v1/chats/${chatId}/members/${userId}`),
    bans: (chatId: string) =>
      http.call({ method: 'GET', path: `/v1/chats/${chatId}/bans`, decode: object({ items: array(ban), nextCursor: nullable(string) }) }),
    ban: (chatId: string, userId: string) => ask('PUT', `/v1/chats/${chatId}/bans/${userId}`),
    unban: (chatId: string, userId: string) => ask('DELETE', `/v1/chats/${chatId}/bans/${userId}`),

    invites: (chatId: string) =>
      http.call({
        method: 'GET',
        path: `/v1/chats/${chatId}/invites`,
        decode: object({ items: array(invite), nextCursor: nullable(string) }),
      }),
    createInvite: (chatId: string, body: { maxUses?: number; expiresAt?: string }) =>
      http.call({ method: 'POST', path: `/v1/chats/${chatId}/invites`, body, decode: invite }),
    deleteInvite: (chatId: string, code: string) => ask('DELETE', `/v1/chats/${chatId}/invites/${encodeURIComponent(code)}`),
    invitation: (code: string) => http.call({ method: 'GET', path: `/v1/invites/${encodeURIComponent(code)}`, decode: invitation }),
    acceptInvite: (code: string) =>
      http.call({ method: 'POST', path: `/v1/invites/${encodeURIComponent(code)}/accept`, body: {}, decode: ownChat }),
  }
}
