import { isPublicAddress } from '../adapters/link-preview/public-address.js'
import { WebPageReader } from '../adapters/link-preview/web-page-reader.js'
import type { VapidKeys } from '../adapters/web-push/vapid-keys.js'
import { WebPushSender, type WebPushSenderOptions } from '../adapters/web-push/web-push-sender.js'
import type { PageReader } from '../application/ports/page-reader.js'
import type { Config } from './config.js'
import type { Lifecycle } from './lifecycle.js'

export const openPageReader = ({ publicUrl }: Config): PageReader =>
  new WebPageReader({ ownHosts: [new URL(publicUrl).hostname], userAgent: `Parley link preview (+${publicUrl})` })

/** What of the network push services are on. */
export type PushNetwork = Partial<Pick<WebPushSenderOptions, 'allows' | 'resolve' | 'port' | 'ca'>>

export function openPushSender(config: Config, vapidKeys: VapidKeys, life: Lifecycle, network: PushNetwork = {}): WebPushSender {
  const sender = new WebPushSender({ vapidKeys, subject: subjectOf(config), allows: isPublicAddress, ...network })
  return life.own('the connections to push services', sender, (opened) => opened.close())
}

/** Push services want to know whom to ask, and some of them take no address that is only good for this machine. */
function subjectOf({ publicUrl, mailFrom }: Config): string {
  if (publicUrl.startsWith('https:')) return publicUrl
  return `mailto:${/<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom}`
}
