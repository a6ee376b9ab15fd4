import type { Api } from '../sdk/api/api.js'

/** Whether this browser can be told while no page of ours is open: that is, by a service worker. */
export const canPush = 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

/** What the browser's push service has for us; without a worker, as beside a development server, nothing. */
export async function heldSubscription(): Promise<PushSubscription | null> {
  if (!canPush) return null
  const registration = await navigator.serviceWorker.getRegistration()
  return (await registration?.pushManager.getSubscription()) ?? null
}

/** Has this browser told, with the key that the server has now. The browser asks whoever has not allowed it yet. */
export async function subscribe(api: Api): Promise<void> {
  const { vapidPublicKey } = await api.pushSubscriptions()
  const { pushManager } = await navigator.serviceWorker.ready
  const held = await pushManager.getSubscription()
  if (held && !isFor(held, vapidPublicKey)) await held.unsubscribe()
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapidPublicKey })
  const { endpoint, keys } = subscription.toJSON()
  if (endpoint === undefined || keys?.['p256dh'] === undefined || keys['auth'] === undefined) throw new Error('The browser keeps its keys.')
  await api.subscribeToPushes({
    endpoint,
    expirationTime: subscription.expirationTime,
    keys: { p256dh: keys['p256dh'], auth: keys['auth'] },
  })
}

export async function unsubscribe(api: Api): Promise<void> {
  const held = await heldSubscription()
  if (!held) return
  await held.unsubscribe()
  await api.unsubscribeFromPushes(held.endpoint)
}

function isFor({ options }: PushSubscription, key: string): boolean {
  const bytes = options.applicationServerKey
  if (bytes === null) return false
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === key
}
