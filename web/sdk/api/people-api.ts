import { array, boolean, type Decoded, object, oneOf, string } from '../decode.js'
import type { Http } from '../http.js'
import { presence, user, userPage } from '../model.js'
import { nothing } from '../transport.js'

const presenceItem = (value: unknown) => ({ ...object({ userId: string })(value), ...presence(value) })

const ownPresence = object({ visibility: oneOf('everyone', 'nobody'), away: boolean, lastSeen: boolean })
/** What somebody lets the people they know see of them. */
export type OwnPresence = Decoded<typeof ownPresence>

/** Other people. */
export const peopleApi = (http: Http) => ({
  searchUsers: (query: string, signal?: AbortSignal) =>
    http.call({ method: 'GET', path: '/v1/users', query: { query, limit: 20 }, decode: userPage, ...(signal ? { signal } : {}) }),
  user: (userId: string) => http.call({ method: 'GET', path: `/v1/users/${userId}`, decode: user }),
  blockUser: (userId: string) => http.call({ method: 'PUT', path: `/v1/users/${userId}/block`, decode: nothing }),
  unblockUser: (userId: string) => http.call({ method: 'DELETE', path: `/v1/users/${userId}/block`, decode: nothing }),
  blockedUsers: () => http.call({ method: 'GET', path: '/v1/me/blocks', decode: userPage }),
  presence: (userIds: readonly string[]) =>
    http.call({
      method: 'GET',
      path: '/v1/presence',
      query: { userIds: userIds.join(',') },
      decode: object({ items: array(presenceItem) }),
    }),
  /** With nothing to change: what holds. */
  changePresence: (body: Partial<OwnPresence> = {}) => http.call({ method: 'PATCH', path: '/v1/me/presence', body, decode: ownPresence }),
})
