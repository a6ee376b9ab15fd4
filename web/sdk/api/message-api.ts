import { array, boolean, type Decoded, integer, nullable, object, string } from '../decode.js'
import type { Http } from '../http.js'
import { type Draft, message, messagePage, userPage } from '../model.js'
import { nothing } from '../transport.js'

export interface MessageWindow {
  readonly before?: number
  readonly after?: number
  readonly around?: number
  readonly limit?: number
}

export interface SearchQuery {
  readonly q: string
  readonly chatId?: string
  readonly cursor?: string | null
}

const messageItems = object({ items: array(message), nextCursor: nullable(string) })
const edits = object({ items: array(object({ text: nullable(string), editedAt: string })) })
const found = object({ message, snippet: array(object({ text: string, hit: boolean })) })
export type Found = Decoded<typeof found>
const threads = object({
  items: array(object({ root: message, following: boolean, readNumber: integer, unread: integer, lastReply: nullable(message) })),
  nextCursor: nullable(string),
})

/** What is said, and what is done with it. */
export const messageApi = (http: Http) => {
  const of = (chatId: string, messageId: string, more = '') => `/v1/chats/${chatId}/messages/${messageId}${more}`
  const signalled = (signal: AbortSignal | undefined) => (signal ? { signal } : {})
  return {
    /** The newest page, or one at a message number. */
    messages: (chatId: string, window: MessageWindow = {}, signal?: AbortSignal) =>
      http.call({
        method: 'GET',
        path: `/v1/chats/${chatId}/messages`,
        query: { limit: 50, ...window },
        decode: messagePage,
        ...signalled(signal),
      }),
    message: (chatId: string, messageId: string) => http.call({ method: 'GET', path: of(chatId, messageId), decode: message }),
    /** Safe to repeat with the same `clientId`: posts once. */
    sendMessage: (chatId: string, { attachments = [], ...draft }: Draft & { readonly clientId: string }) => {
      const body = attachments.length === 0 ? draft : { ...draft, attachmentIds: attachments.map(({ id }) => id) }
      return http.call({ method: 'POST', path: `/v1/chats/${chatId}/messages`, body, decode: message })
    },
    editMessage: (chatId: string, messageId: string, text: string) =>
      http.call({ method: 'PATCH', path: of(chatId, messageId), body: { text }, decode: message }),
    deleteMessage: (chatId: string, messageId: string) => http.call({ method: 'DELETE', path: of(chatId, messageId), decode: nothing }),
    edits: (chatId: string, messageId: string) => http.call({ method: 'GET', path: of(chatId, messageId, '/edits'), decode: edits }),
    react: (chatId: string, messageId: string, emoji: string, isOn: boolean) =>
      http.call({
        method: isOn ? 'PUT' : 'DELETE',
        path: of(chatId, messageId, `/reactions/${encodeURIComponent(emoji)}`),
        decode: message,
      }),
    reactors: (chatId: string, messageId: string, emoji: string) =>
      http.call({ method: 'GET', path: of(chatId, messageId, `/reactions/${encodeURIComponent(emoji)}`), decode: userPage }),
    pinMessage: (chatId: string, messageId: string, isOn: boolean) =>
      http.call({ method: isOn ? 'PUT' : 'DELETE', path: of(chatId, messageId, '/pin'), decode: message }),
    pins: (chatId: string) => http.call({ method: 'GET', path: `/v1/chats/${chatId}/pins`, decode: messageItems }),
    thread: (chatId: string, rootId: string, cursor: string | null) =>
      http.call({ method: 'GET', path: `/v1/chats/${chatId}/threads/${rootId}`, query: { cursor, limit: 100 }, decode: messageItems }),
    followThread: (chatId: string, rootId: string, isOn: boolean) =>
      http.call({ method: isOn ? 'PUT' : 'DELETE', path: `/v1/chats/${chatId}/threads/${rootId}/follow`, decode: nothing }),
    readThread: (chatId: string, rootId: string, number: number) =>
      http.call({ method: 'POST', path: `/v1/chats/${chatId}/threads/${rootId}/read`, body: { number }, decode: nothing }),
    threads: (cursor: string | null) => http.call({ method: 'GET', path: '/v1/threads', query: { cursor }, decode: threads }),
    mentions: (cursor: string | null) => http.call({ method: 'GET', path: '/v1/mentions', query: { cursor }, decode: messageItems }),
    search: ({ q, chatId, cursor }: SearchQuery, signal?: AbortSignal) =>
      http.call({
        method: 'GET',
        path: '/v1/search',
        query: { q, chatId, cursor },
        decode: object({ items: array(found), nextCursor: nullable(string) }),
        ...signalled(signal),
      }),
  }
}
