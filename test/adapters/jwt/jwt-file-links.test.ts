import { describe, expect, it } from '@jest/globals'
import jwt from 'jsonwebtoken'
import { JwtAccessTokens } from '../../../src/adapters/jwt/jwt-access-tokens.js'
import { JwtFileLinks } from '../../../src/adapters/jwt/jwt-file-links.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { Unauthenticated } from '../../../src/domain/errors.js'
import type { AttachmentId, SessionId, UserId } from '../../../src/domain/ids.js'
import { fileLinksContract } from '../../contracts/file-links.contract.js'
import { runContract } from '../../support/run-contract.js'

const start = new Date('2030-01-01T00:00:00.000Z')
const now = start.getTime() / 1_000
const ours = { kid: 'k1', secret: 'a secret that is at least 32 bytes long' }
const userId = '00000000-0000-7000-8000-000000000001' as UserId
const sessionId = '10000000-0000-7000-8000-000000000001' as SessionId
const attachmentId = '20000000-0000-7000-8000-000000000001' as AttachmentId

const linksWith = (secret = ours.secret, clock = new ManualClock(start)) =>
  new JwtFileLinks({ keys: [{ ...ours, secret }], issuer: 'parley' }, clock)

runContract(fileLinksContract, 'JWT', async () => {
  const clock = new ManualClock(start)
  return {
    subject: {
      links: linksWith(ours.secret, clock),
      foreign: linksWith('another secret of at least 32 bytes', clock),
      now: () => clock.now(),
      pass: (seconds) => clock.advance(seconds * 1_000),
    },
    dispose: async () => undefined,
  }
})

describe('a link to a file', () => {
  const payload = { iss: 'parley', aud: 'parley:files', sub: userId, sid: sessionId, att: attachmentId, iat: now, exp: now + 600 }
  const forge = (changes: object = {}, typ = 'file+jwt') =>
    jwt.sign(JSON.stringify({ ...payload, ...changes }), ours.secret, { header: { alg: 'HS256', typ, kid: ours.kid } })

  it('is accepted as the forge of these tests makes it, so that what follows is refused for what it says', () => {
    expect(linksWith().verify(forge())).toMatchObject({ userId, sessionId, attachmentId })
  })

  it('S9 S116 is no access token, nor is an access token a link', async () => {
    const tokens = new JwtAccessTokens({ keys: [ours], ttl: 900, issuer: 'parley', audience: 'parley' }, new ManualClock(start))
    const { link } = linksWith().issue({ userId, sessionId, attachmentId })
    await expect(tokens.verify(link)).rejects.toThrow(Unauthenticated)
    await expect(tokens.readEvenExpired(link)).resolves.toBeNull()
    const { token } = await tokens.issue({ userId, sessionId, generation: 0 }, new Date(start.getTime() + 900_000))
    expect(() => linksWith().verify(token)).toThrow(Unauthenticated)
  })

  it.each(['at+jwt', 'JWT', 'FILE+JWT', ''])('S8 S116 with the type "%s" is refused', (typ) => {
    expect(() => linksWith().verify(forge({}, typ))).toThrow(Unauthenticated)
  })

  it.each([
    { aud: 'parley' },
    { aud: ['parley:files'] },
    { aud: undefined },
    { iss: 'https://evil.example' },
    { sub: undefined },
    { sid: 'x' },
    { att: undefined },
    { att: '../../me' },
    { exp: now + 601 },
    { exp: undefined },
    { iat: now + 31, exp: now + 60 },
  ])('S11 S12 S116 that says what ours never say is refused: %p', (changes) => {
    expect(() => linksWith().verify(forge(changes))).toThrow(Unauthenticated)
  })
})
