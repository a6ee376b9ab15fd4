/** Randomness and digests. All texts are base64url of 256 bits. */
export interface Secrets {
  /** [SE1] Unpredictable; never the same twice. */
  random(): string
  /** [SE2] SHA-256: the same for the same secret, and no way back. */
  hash(secret: string): string
  /** [SE3] Whether the secret has this hash, in a time that does not tell how nearly. Never throws. */
  matches(secret: string, hash: string): boolean
  /** [SE4] HMAC-SHA256 of the secret under the key. */
  derive(key: string, secret: string): string
}
