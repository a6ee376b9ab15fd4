import { createHmac, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import jwt from 'jsonwebtoken'
import { JwtAccessTokens } from '../../../src/adapters/jwt/jwt-access-tokens.js'
import type { JwtKey } from '../../../src/adapters/jwt/jwt-seal.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { TokenExpired, Unauthenticated } from '../../../src/domain/errors.js'
import { accessTokensContract } from '../../contracts/access-tokens.contract.js'
import { runContract } from '../../support/run-contract.js'

const start = new Date('2030-01-01T00:00:00.000Z')
const now = start.getTime() / 1_000
const ttl = 900
const ours: JwtKey = { kid: 'k1', secret: 'a secret that is at least 32 bytes long' }
const sub = '00000000-0000-7000-8000-000000000001'
const sid = '10000000-0000-7000-8000-000000000001'

const tokensWith = (keys: readonly JwtKey[], clock = new ManualClock(start)) =>
  new JwtAccessTokens({ keys, ttl, issuer: 'parley', audience: 'parley' }, clock)

runContract(accessTokensContract, 'JWT', async () => {
  const clock = new ManualClock(start)
  return {
    subject: {
      tokens: tokensWith([ours], clock),
      foreign: tokensWith([{ kid: ours.kid, secret: 'another secret of at least 32 bytes' }], clock),
      ttl,
      now: () => clock.now(),
      pass: (seconds) => clock.advance(seconds * 1_000),
    },
    dispose: async () => undefined,
  }
})

const header = { alg: 'HS256', typ: 'at+jwt', kid: ours.kid }
const payload = { iss: 'parley', aud: 'parley', sub, sid, gen: 0, iat: now, exp: now + ttl }
const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A token put together by hand, so that nothing is too wrong to be made. */
function forge(changes: { header?: object; payload?: object | string; key?: string | Buffer; hash?: string; seal?: string } = {}): string {
  const body = typeof changes.payload === 'string' ? changes.payload : { ...payload, ...changes.payload }
  const signed = `${encode({ ...header, ...changes.header })}.${encode(body)}`
  const seal =
    changes.seal ??
    createHmac(changes.hash ?? 'sha256', changes.key ?? ours.secret)
      .update(signed)
      .digest('base64url')
  return `${signed}.${seal}`
}

const without = (name: string): object => ({ [name]: undefined })

describe('an access token', () => {
  const tokens = tokensWith([ours])
  const expectRefused = async (token: string) => {
    await expect(tokens.verify(token)).rejects.toThrow(Unauthenticated)
    await expect(tokens.readEvenExpired(token)).resolves.toBeNull()
  }

  it('is accepted as the forge of these tests makes it, so that what follows is refused for what it says', async () => {
    await expect(tokens.verify(forge())).resolves.toMatchObject({ userId: sub, sessionId: sid, generation: 0 })
    await expect(tokens.verify(forge({ payload: { aud: ['other', 'parley'] } }))).resolves.toMatchObject({ userId: sub })
  })

  it.each(['none', 'None', 'nOnE', 'NONE', ''])('S1 without a signature is refused: alg "%s"', async (alg) => {
    await expectRefused(forge({ header: { alg }, seal: '' }))
    await expectRefused(forge({ header: { alg } }))
    await expectRefused(forge({ seal: '' }))
  })

  it('S2 keyed with a public key is refused', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const pem = publicKey.export({ type: 'spki', format: 'pem' })
    await expectRefused(forge({ key: Buffer.from(pem) }))
    await expectRefused(jwt.sign(payload, privateKey, { algorithm: 'RS256', header: { ...header, alg: 'RS256' } }))
  })

  it.each([
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
    ['HS256', 'sha512'],
    ['hs256', 'sha256'],
  ])('S3 with our key but another algorithm is refused: %s by %s', async (alg, hash) => {
    await expectRefused(forge({ header: { alg }, hash }))
  })

  it.each([
    'unknown',
    '../../dev/null',
    "k1' OR '1'='1",
    'k'.repeat(10_000),
    ['k1'],
    { kid: 'k1' },
    1,
    true,
    '',
    '__proto__',
    'constructor',
    null,
    undefined,
  ])('S5 of a key we do not know is refused: %p', async (kid) => {
    await expectRefused(forge({ header: { kid } }))
    await expectRefused(forge({ header: { kid }, key: '' }))
  })

  it.each(['jku', 'x5u', 'jwk', 'x5c', 'x5t', 'crit', 'b64', 'zip', 'cty'])('S6 with a header %s is refused', async (name) => {
    await expectRefused(forge({ header: { [name]: 'https://evil.example/keys' } }))
  })

  it.each([undefined, 'JWT', 'rt+jwt', 'AT+JWT', 'application/at+jwt', ['at+jwt'], null])('S8 with the type %p is refused', async (typ) => {
    await expectRefused(forge({ header: { typ } }))
  })

  it.each([
    ['a refresh token', `${sid}.0.${'x'.repeat(43)}`],
    ['a token from a mail', 'x'.repeat(43)],
  ])('S9 S10 is not %s', async (_, token) => {
    await expectRefused(token)
  })

  it.each([
    without('iss'),
    { iss: 'https://evil.example' },
    { iss: ['parley'] },
    without('aud'),
    { aud: 'other' },
    { aud: [] },
    { aud: ['other', 'parley.evil'] },
    { aud: [['parley']] },
    { aud: { parley: true } },
  ])('S11 from or for somebody else is refused: %p', async (changes) => {
    await expectRefused(forge({ payload: changes }))
  })

  it.each([
    without('exp'),
    { exp: String(now + ttl) },
    { exp: null },
    { exp: now + ttl + 1 },
    { exp: now + 1e12 },
    { exp: now + 0.5 },
    { exp: -1 },
    { exp: [now + 60] },
  ])('S12 that does not expire as ours do is refused: %p', async (changes) => {
    await expectRefused(forge({ payload: changes }))
  })

  it.each(['NaN', '1e999', '-1e999', 'Infinity'])('S12 that expires at %s is refused', async (exp) => {
    await expectRefused(forge({ payload: JSON.stringify(payload).replace(`"exp":${now + ttl}`, `"exp":${exp}`) }))
  })

  it('S12 that has expired is told so', async () => {
    await expect(tokens.verify(forge({ payload: { iat: now - ttl, exp: now } }))).rejects.toThrow(TokenExpired)
    await expect(tokens.verify(forge({ payload: { iat: now - ttl + 1, exp: now + 1 } }))).resolves.toBeDefined()
  })

  it.each([{ iat: now + 31, exp: now + 60 }, { nbf: now + 31 }, without('iat'), { iat: String(now) }, { iat: null }, { nbf: String(now) }])(
    'S13 from the future, or of no known time, is refused: %p',
    async (changes) => {
      await expectRefused(forge({ payload: changes }))
    },
  )

  it('S13 from a clock that is 30 seconds ahead is accepted', async () => {
    await expect(tokens.verify(forge({ payload: { iat: now + 30, nbf: now + 30, exp: now + 60 } }))).resolves.toBeDefined()
  })

  it.each([
    without('sub'),
    { sub: 1 },
    { sub: { id: sub } },
    { sub: [sub] },
    { sub: '' },
    { sub: `${sub} ` },
    { sub: "' OR 1=1 --" },
    { sub: sub.replaceAll('0', 'A') },
    without('sid'),
    { sid: null },
    { sid: 'x' },
    without('gen'),
    { gen: -1 },
    { gen: 0.5 },
    { gen: '0' },
    { gen: 2 ** 53 },
  ])('S14 that names nobody is refused: %p', async (changes) => {
    await expectRefused(forge({ payload: changes }))
  })

  it.each(['null', '[]', '"text"', '1', '{', '', '{}'])('is refused with the payload %s', async (body) => {
    await expectRefused(forge({ payload: body }))
  })
})

describe('JWT keys', () => {
  const next: JwtKey = { kid: 'k2', secret: 'the next secret, which is long enough too' }
  const claims = { userId: sub as never, sessionId: sid as never, generation: 0 }
  const until = new Date(start.getTime() + 3_600_000)

  it('S21 rotate: the first signs, all verify, and one that was taken away verifies no more', async () => {
    const { token: old } = await tokensWith([ours]).issue(claims, until)
    const both = tokensWith([next, ours])
    await expect(both.verify(old)).resolves.toBeDefined()
    const { token } = await both.issue(claims, until)
    expect(jwt.decode(token, { complete: true })?.header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: 'k2' })
    const after = tokensWith([next])
    await expect(after.verify(token)).resolves.toBeDefined()
    await expect(after.verify(old)).rejects.toThrow(Unauthenticated)
  })

  it.each([
    ['a short secret', [{ kid: 'k1', secret: 'x'.repeat(31) }]],
    ['no key', []],
    ['two keys of one id', [ours, { ...next, kid: ours.kid }]],
  ])('S20 are refused: %s', (_, keys) => {
    expect(() => tokensWith(keys)).toThrow(RangeError)
  })
})
