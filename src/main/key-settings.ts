import { createECDH } from 'node:crypto'
import { z } from 'zod'
import type { VapidKeys } from '../adapters/web-push/vapid-keys.js'

export interface SigningKey {
  readonly kid: string
  readonly secret: string
}

/** Items with commas between them. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

/** Refuses what would not be secret. */
export const jwtKeys = list
  .transform((items) =>
    items.map((item) => {
      const colon = item.indexOf(':')
      return { kid: item.slice(0, Math.max(colon, 0)), secret: item.slice(colon + 1) }
    }),
  )
  .refine((keys) => keys.length > 0 && keys.every(({ kid }) => /^[\w.-]{1,64}$/.test(kid)), 'must be kid:secret[,kid:secret…]')
  .refine((keys) => keys.every(({ secret }) => new TextEncoder().encode(secret).length >= 32), 'needs secrets of at least 32 bytes')
  .refine((keys) => keys.every(({ secret }) => new Set(secret).size >= 10), 'holds a secret that looks like a placeholder: use random ones')
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'names a kid twice')
  .refine((keys) => new Set(keys.map(({ secret }) => secret)).size === keys.length, 'uses a secret twice')

/** Refuses halves that do not belong together: what is subscribed with the one could not be sent with the other. */
export const vapidKeys = z
  .string()
  .transform((text) => {
    const [publicKey = '', privateKey = ''] = text.split(':')
    return { publicKey, privateKey }
  })
  .refine(isPair, 'must be public:private, a pair of P-256 in base64url, as `npx web-push generate-vapid-keys` makes it')

function isPair({ publicKey, privateKey }: VapidKeys): boolean {
  const curve = createECDH('prime256v1')
  try {
    curve.setPrivateKey(privateKey, 'base64url')
    return curve.getPublicKey('base64url') === publicKey
  } catch {
    return false
  }
}
