import assert from 'node:assert/strict'
import type { Secrets } from '../../src/application/ports/secrets.js'
import type { Contract } from './contract.js'

const form = /^[\w-]{43}$/

export const secretsContract: Contract<Secrets> = {
  port: 'Secrets',
  rules: [
    {
      id: 'SE1',
      says: 'makes 256 random bits, never the same twice',
      check: async (secrets) => {
        const made = Array.from({ length: 1_000 }, () => secrets.random())
        for (const secret of made) assert.match(secret, form)
        assert.equal(new Set(made).size, made.length)
        const used = new Set(made.flatMap((secret) => [...Buffer.from(secret, 'base64url')]))
        assert.equal(used.size, 256)
      },
    },
    {
      id: 'SE2',
      says: 'hashes with SHA-256',
      check: async (secrets) => {
        assert.equal(
          secrets.hash('abc'),
          Buffer.from('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'hex').toString('base64url'),
        )
      },
    },
    {
      id: 'SE3',
      says: 'tells whether a secret has a hash, whatever the two look like',
      check: async (secrets) => {
        const secret = secrets.random()
        assert.ok(secrets.matches(secret, secrets.hash(secret)))
        assert.ok(!secrets.matches(secrets.random(), secrets.hash(secret)))
        for (const hash of ['', 'short', secret, `${secrets.hash(secret)}AAAA`, '\0']) assert.ok(!secrets.matches(secret, hash))
        assert.ok(!secrets.matches('', secrets.hash(secret)))
      },
    },
    {
      id: 'SE4',
      says: 'derives with HMAC-SHA256: the same again, and another under another key',
      check: async (secrets) => {
        const expected = 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'
        assert.equal(
          secrets.derive('key', 'The quick brown fox jumps over the lazy dog'),
          Buffer.from(expected, 'hex').toString('base64url'),
        )
        const [key, secret] = [secrets.random(), secrets.random()]
        assert.equal(secrets.derive(key, secret), secrets.derive(key, secret))
        assert.notEqual(secrets.derive(secrets.random(), secret), secrets.derive(key, secret))
        assert.match(secrets.derive(key, secret), form)
      },
    },
  ],
}
