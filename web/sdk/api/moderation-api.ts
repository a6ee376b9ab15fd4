import { array, type Decoded, nullable, object, oneOf, string } from '../decode.js'
import type { Http } from '../http.js'
import { message, user } from '../model.js'
import { nothing } from '../transport.js'

const reportStatus = oneOf('open', 'resolved', 'dismissed')
export type ReportStatus = Decoded<typeof reportStatus>

const report = object({
  id: string,
  reporter: user,
  /** Whom it is about. */
  user,
  place: nullable(object({ chatId: string, messageId: string })),
  message: nullable(message),
  reason: string,
  status: reportStatus,
  note: nullable(string),
  createdAt: string,
  handledAt: nullable(string),
  handledBy: nullable(string),
})
export type Report = Decoded<typeof report>

const entry = object({ type: string, outcome: string, detail: object({}, { target: string }) })

export type NewReport = { readonly reason: string } & (
  | { readonly chatId: string; readonly messageId: string }
  | { readonly userId: string }
)

/** Asking for something to be looked at; and, for the admins of the installation, what they do about it. */
export const moderationApi = (http: Http) => {
  const ask = (method: 'PUT' | 'DELETE', path: string) => http.call({ method, path: `/v1/admin${path}`, decode: nothing })
  return {
    report: (body: NewReport) => http.call({ method: 'POST', path: '/v1/reports', body, decode: nothing }),
    /** The oldest first. */
    reports: (status: ReportStatus, cursor: string | null) =>
      http.call({
        method: 'GET',
        path: '/v1/admin/reports',
        query: { status, cursor },
        decode: object({ items: array(report), nextCursor: nullable(string) }),
      }),
    handleReport: (reportId: string, body: { status: ReportStatus; note: string | null }) =>
      http.call({ method: 'PATCH', path: `/v1/admin/reports/${reportId}`, body, decode: report }),
    /** What the admins did, the latest first. */
    adminAudit: () => http.call({ method: 'GET', path: '/v1/admin/audit', query: { limit: 100 }, decode: object({ items: array(entry) }) }),
    suspendUser: (userId: string) => ask('PUT', `/users/${userId}/suspension`),
    restoreUser: (userId: string) => ask('DELETE', `/users/${userId}/suspension`),
    /** Of any chat, one's own or not. */
    removeMessage: (chatId: string, messageId: string) => ask('DELETE', `/chats/${chatId}/messages/${messageId}`),
  }
}
