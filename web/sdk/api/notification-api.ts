import { array, boolean, type Decoded, object, oneOf, string } from '../decode.js'
import type { Http } from '../http.js'
import { nothing } from '../transport.js'

const settings = object({ level: oneOf('all', 'mentions', 'none'), showPreview: boolean })
export type NotificationSettings = Decoded<typeof settings>

const subscription = object({ id: string, endpoint: string, createdAt: string })

/** A browser's subscription, as its `toJSON()` has it. */
export interface PushReceiver {
  readonly endpoint: string
  readonly expirationTime?: number | null
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

/** What reaches somebody while they are offline. */
export const notificationApi = (http: Http) => {
  const path = '/v1/push-subscriptions'
  return {
    notifications: () => http.call({ method: 'GET', path: '/v1/me/notifications', decode: settings }),
    setNotifications: (body: Partial<NotificationSettings>) =>
      http.call({ method: 'PATCH', path: '/v1/me/notifications', body, decode: settings }),
    /** The browsers that are told, and the key that another one subscribes with. */
    pushSubscriptions: () => http.call({ method: 'GET', path, decode: object({ items: array(subscription), vapidPublicKey: string }) }),
    subscribeToPushes: (body: PushReceiver) => http.call({ method: 'POST', path, body, decode: subscription }),
    unsubscribeFromPushes: (endpoint: string) => http.call({ method: 'DELETE', path, body: { endpoint }, decode: nothing }),
  }
}
