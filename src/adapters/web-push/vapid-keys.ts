import webPush from 'web-push'

/** By what push services know who sends (RFC 8292): a pair of P-256, in base64url. */
export interface VapidKeys {
  readonly publicKey: string
  readonly privateKey: string
}

export const newVapidKeys = (): VapidKeys => webPush.generateVAPIDKeys()
