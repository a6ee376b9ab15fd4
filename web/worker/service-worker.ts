declare const self: ServiceWorkerGlobalScope

export type {}

/** Written in by the build: every file of the client, and a name that changes when one of them does. */
const shell: readonly string[] = ['__SHELL__']
const cacheName = 'parley-__VERSION__'
const page = '/index.html'

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll([page, ...shell]))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name.startsWith('parley-') && name !== cacheName).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  )
})

/**
 * The page comes from the network as long as there is one, so that a new version is there at once; its files, whose names change with their
 * content, from the cache. Answers of the API are never kept: what is not named here is left to the browser.
 */
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (shell.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)))
  else if (request.mode === 'navigate' && isOurs(pathname))
    event.respondWith(fetch(request).catch(async () => (await caches.match(page)) ?? Response.error()))
})

/** Not the API, nor the pages that the server makes itself. */
const isOurs = (pathname: string): boolean =>
  !/^\/(v1|dev|docs|metrics|verify-email|reset-password|confirm-email)(\/|$)/.test(pathname) && !pathname.includes('.')

/** What the server tells while no page is looked at: of each chat the last thing. */
interface News {
  readonly chatId: string
  readonly number: number
  readonly title: string
  readonly sender: string
  readonly text: string | null
}

self.addEventListener('push', (event) => {
  if (event.data) event.waitUntil(announce(event.data.json() as News))
})

async function announce({ chatId, number, title, sender, text }: News): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (windows.some(({ visibilityState }) => visibilityState === 'visible')) return
  const body = [sender === title ? null : sender, text].filter((part) => part !== null).join(': ')
  const options = { body, tag: chatId, renotify: true, icon: '/icon-192.png', data: `/chats/${chatId}?at=${number}` }
  await self.registration.showNotification(title, options)
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(String(event.notification.data)))
})

/** In a page of the app that is there, if one is: the one that was looked at last. */
async function open(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' })
  const page = windows.find(({ url }) => isOurs(new URL(url).pathname))
  if (!page) await self.clients.openWindow(path)
  else (await page.focus()).postMessage({ open: path })
}
