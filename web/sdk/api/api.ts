import type { Http } from '../http.js'
import { syncAnswer } from '../model.js'
import type { SyncQuestion } from '../synchroniser.js'
import { accountApi } from './account-api.js'
import { chatApi } from './chat-api.js'
import { messageApi } from './message-api.js'
import { moderationApi } from './moderation-api.js'
import { notificationApi } from './notification-api.js'
import { peopleApi } from './people-api.js'

/** The routes of the contract, one function each. */
export const apiOver = (http: Http) => ({
  ...accountApi(http),
  ...peopleApi(http),
  ...chatApi(http),
  ...messageApi(http),
  ...moderationApi(http),
  ...notificationApi(http),
  sync: (question: SyncQuestion) => http.call({ method: 'POST', path: '/v1/sync', body: question, decode: syncAnswer }),
})

export type Api = ReturnType<typeof apiOver>
