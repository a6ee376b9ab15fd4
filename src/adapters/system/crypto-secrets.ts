import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../../application/ports/secrets.js'

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

export class CryptoSecrets implements Secrets {
  random(): string {
    return randomBytes(32).toString('base64url')
  }

  hash(secret: string): string {
    return sha256(secret).toString('base64url')
  }

  matches(secret: string, hash: string): boolean {
    const expected = Buffer.from(hash, 'base64url')
    return expected.length === 32 && timingSafeEqual(sha256(secret), expected)
  }

  derive(key: string, secret: string): string {
    return createHmac('sha256', key).update(secret).digest('base64url')
  }
}
