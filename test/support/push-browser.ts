import { createDecipheriv, createECDH, hkdfSync, randomBytes, randomUUID } from 'node:crypto'

/** What a page sends of a browser's subscription. */
export interface BrowserSubscription {
  readonly endpoint: string
  readonly expirationTime: null
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

/** A browser with a subscription to a push service. It knows nothing of how the server encrypts: it reads as RFC 8291 has it. */
export class PushBrowser {
  readonly subscription: BrowserSubscription
  readonly #curve = createECDH('prime256v1')
  readonly #auth = randomBytes(16)

  constructor(endpoint = `https://push.example/${randomUUID()}`) {
    this.#curve.generateKeys()
    const keys = { p256dh: this.#curve.getPublicKey('base64url'), auth: this.#auth.toString('base64url') }
    this.subscription = { endpoint, expirationTime: null, keys }
  }

  /** The text in a body of the encoding aes128gcm. */
  read(body: Buffer): string {
    const [salt, idLength] = [body.subarray(0, 16), body.readUInt8(20)]
    const sender = body.subarray(21, 21 + idLength)
    const secret = this.#curve.computeSecret(sender)
    const both = Buffer.concat([Buffer.from('WebPush: info\0'), this.#curve.getPublicKey(), sender])
    const key = derive(secret, this.#auth, both, 32)
    const sealed = body.subarray(21 + idLength)
    const cipher = createDecipheriv(
      'aes-128-gcm',
      derive(key, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
      derive(key, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
    )
    cipher.setAuthTag(sealed.subarray(-16))
    const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
    const end = padded.lastIndexOf(2)
    if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('not the last record')
    return padded.subarray(0, end).toString('utf8')
  }
}

const derive = (key: Buffer, salt: Buffer, info: Buffer, length: number): Buffer => Buffer.from(hkdfSync('sha256', key, salt, info, length))
