import { type FieldError, ValidationFailed } from '../errors.js'
import type { PushSubscriptionId, SessionId, UserId } from '../ids.js'

/** Where a browser's push service takes what is for it, and what only that browser can read it by (RFC 8291): a point of P-256 and 16 bytes, in base64url. */
export interface PushReceiver {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

/** A browser that wants to be told while its user is offline. It ends with the session that it belongs to. */
export interface PushSubscription extends PushReceiver {
  readonly id: PushSubscriptionId
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly createdAt: Date
  /** As the browser said; mostly it says nothing. */
  readonly expiresAt: Date | null
}

/** Of one person; the oldest makes room for another. */
export const mostSubscriptions = 20

export const maxEndpointLength = 2_000

/** A name of the public network, without a port: no address, whether or not it is written as one, has a last part that begins with a letter. */
const ofTheWeb = /^https:\/\/((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,20}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\/[!-~]{0,2000})?$/i
const ofOurNetwork = /\.(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|arpa)$/i

/** @throws ValidationFailed */
export function parseReceiver({ endpoint, keys: { p256dh, auth } }: PushReceiver): PushReceiver {
  const keys = { p256dh: asBase64Url(p256dh), auth: asBase64Url(auth) }
  const errors: FieldError[] = []
  if (hostOf(endpoint) === null) errors.push({ path: 'endpoint', message: 'must be an https address of a public push service' })
  if (!isPoint(bitsOf(keys.p256dh, 65))) errors.push({ path: 'keys.p256dh', message: 'must be a point of P-256: 65 bytes in base64url' })
  if (bitsOf(keys.auth, 16) === null) errors.push({ path: 'keys.auth', message: 'must be 16 bytes in base64url' })
  if (errors.length > 0) throw new ValidationFailed(errors)
  return { endpoint, keys }
}

/** The name of the push service; `null` for what leads to none. */
export function hostOf(endpoint: string): string | null {
  const [, host] = endpoint.length > maxEndpointLength ? [] : (ofTheWeb.exec(endpoint) ?? [])
  return host === undefined || ofOurNetwork.test(host) ? null : host.toLowerCase()
}

/** Browsers say base64url without padding, other programs what they are used to. */
const asBase64Url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=$/, '').replace(/=$/, '')

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** So many bytes of base64url as one number; `null` for what is something else. */
function bitsOf(text: string, bytes: number): bigint | null {
  const spare = (6 - ((bytes * 8) % 6)) % 6
  if (text.length * 6 !== bytes * 8 + spare || !/^[\w-]+$/.test(text)) return null
  let bits = 0n
  for (const digit of text) bits = (bits << 6n) | BigInt(digits.indexOf(digit))
  return bits % (1n << BigInt(spare)) === 0n ? bits >> BigInt(spare) : null
}

const field = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

/** Whether this is an uncompressed point of P-256: with any other nothing can be encrypted. */
function isPoint(bits: bigint | null): boolean {
  if (bits === null || bits >> 512n !== 4n) return false
  const [x, y] = [(bits >> 256n) % 2n ** 256n, bits % 2n ** 256n]
  return x < field && y < field && (y * y - x * x * x + 3n * x - b) % field === 0n
}
