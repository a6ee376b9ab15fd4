import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'

/** 96 bits, in base64url. */
const sealLength = 16

/**
 * Tells the nodes' own messages from anybody else's: Redis may be shared, and who can publish on it could otherwise seat strangers in rooms
 * and put words in people's mouths. A seal holds for one topic. It does not tell a message from its repetition.
 */
export class BusSeal {
  readonly #keys: readonly KeyObject[]

  /** The first secret seals, all open: so that they can be changed one node after the other. */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'parley bus', 32))))
  }

  seal(topic: string, text: string): string {
    const [key] = this.#keys
    if (!key) throw new Error('A bus needs a secret.')
    return sealOf(key, topic, text) + text
  }

  /** Whether what is sealed begins so, without a look at the seal. */
  beginsWith(sealed: string, beginning: string): boolean {
    return sealed.startsWith(beginning, sealLength)
  }

  /** `null` if nobody of ours has sealed this. */
  open(topic: string, sealed: string): string | null {
    const text = sealed.slice(sealLength)
    const given = Buffer.from(sealed.slice(0, sealLength))
    const isOurs = this.#keys.some((key) => {
      const own = Buffer.from(sealOf(key, topic, text))
      return own.length === given.length && timingSafeEqual(own, given)
    })
    return isOurs ? text : null
  }
}

const sealOf = (key: KeyObject, topic: string, text: string): string =>
  createHmac('sha256', key).update(`${topic}\n${text}`).digest('base64url').slice(0, sealLength)
