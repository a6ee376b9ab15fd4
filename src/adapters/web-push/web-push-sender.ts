import { createHash } from 'node:crypto'
import { lookup as resolve } from 'node:dns'
import { Agent, request } from 'node:https'
import type { LookupFunction } from 'node:net'
import webPush from 'web-push'
import type { PushOutcome, PushSender } from '../../application/ports/push-sender.js'
import { newsLifetime, type PushNotification } from '../../domain/notifications/news.js'
import { hostOf, type PushReceiver } from '../../domain/notifications/push-subscription.js'
import type { VapidKeys } from './vapid-keys.js'

const mostTime = 5_000
const mostSockets = 32

export interface WebPushSenderOptions {
  readonly vapidKeys: VapidKeys
  /** Whom a push service can ask about it: `https:` or `mailto:`. */
  readonly subject: string
  /** Which addresses may be connected to. */
  readonly allows: (address: string) => boolean
  readonly resolve?: LookupFunction
  /** Where push services listen: their addresses say no port. */
  readonly port?: number
  /** Whom to trust, beside those that Node does. */
  readonly ca?: string
}

/** Web Push: the message is encrypted for the browser (RFC 8291), and signed for its push service (RFC 8292). */
export class WebPushSender implements PushSender {
  readonly #options: WebPushSenderOptions
  readonly #agent: Agent

  constructor(options: WebPushSenderOptions) {
    this.#options = options
    const { ca, allows } = options
    const checked = lookupOf(options.resolve ?? resolve, allows)
    this.#agent = new Agent({ keepAlive: true, maxSockets: mostSockets, maxFreeSockets: 4, lookup: checked, ...(ca ? { ca } : {}) })
  }

  async send(receiver: PushReceiver, notification: PushNotification): Promise<PushOutcome> {
    const end = AbortSignal.timeout(mostTime)
    const late = new Promise<'silent'>((answer) =>
      end.addEventListener('abort', () => setTimeout(answer, 100, 'silent').unref(), { once: true }),
    )
    const outcome = this.#post(receiver, notification, end).catch((reason: unknown) => (reason instanceof NotPublic ? 'refused' : 'silent'))
    return Promise.race([outcome, late])
  }

  /** Ends the connections that are kept for the next one. */
  close(): void {
    this.#agent.destroy()
  }

  async #post({ endpoint, keys }: PushReceiver, notification: PushNotification, signal: AbortSignal): Promise<PushOutcome> {
    // What was subscribed under other rules, or at a service that is gone for years and would take no signature.
    const host = hostOf(endpoint)
    if (host === null || host === 'android.googleapis.com') return 'gone'
    const { vapidKeys, subject, port = 443 } = this.#options
    const { isUrgent, ...told } = notification
    const { method, headers, body } = webPush.generateRequestDetails({ endpoint, keys: { ...keys } }, JSON.stringify(told), {
      vapidDetails: { subject, ...vapidKeys },
      TTL: newsLifetime / 1_000,
      topic: topicOf(keys.auth, notification.chatId),
      urgency: isUrgent ? 'high' : 'normal',
      contentEncoding: 'aes128gcm',
    })
    return new Promise((answer, fail) => {
      const sent = request(
        new URL(endpoint),
        { agent: this.#agent, port, method, headers, signal, maxHeaderSize: 16 * 1024 },
        (response) => {
          answer(outcomeOf(response.statusCode ?? 0))
          // An answer is a line or two, and is read so that the connection can be used again.
          response.on('error', () => undefined).resume()
        },
      )
      sent.on('error', fail).end(body)
    })
  }
}

class NotPublic extends Error {}

/** Every address of the name must be allowed, and the socket goes to one that was looked at: a kept connection does, too. */
const lookupOf =
  (resolve: LookupFunction, allows: (address: string) => boolean): LookupFunction =>
  (host, { all }, answer) =>
    resolve(host, { all: true, order: 'ipv4first' }, (error, found) => {
      const addresses = [found].flat().map((one) => (typeof one === 'string' ? { address: one, family: 4 } : one))
      const [first] = addresses
      if (error) answer(error, '', 0)
      else if (first === undefined || !addresses.every(({ address }) => allows(address))) answer(new NotPublic('not for everybody'), '', 0)
      else if (all) answer(null, [first])
      else answer(null, first.address, first.family)
    })

/** One a chat, so that what is waiting there is replaced; and one that tells nobody which chat, nor who else is in it. */
const topicOf = (secret: string, chatId: string): string =>
  createHash('sha256').update(`${secret} ${chatId}`).digest('base64url').slice(0, 32)

function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'accepted'
  if (status === 404 || status === 410) return 'gone'
  return status === 408 || status === 429 || status >= 500 ? 'busy' : 'refused'
}
