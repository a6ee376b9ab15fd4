import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AccessTokens } from '../../src/application/ports/access-tokens.js'
import { TokenExpired, Unauthenticated } from '../../src/domain/errors.js'
import type { SessionId, UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'

export interface AccessTokensSubject {
  readonly tokens: AccessTokens
  /** Seconds that a token lives. */
  readonly ttl: number
  /** Others' tokens: the same form, another key. */
  readonly foreign: AccessTokens
  now(): Date
  /** Lets so many seconds pass. */
  pass(seconds: number): void
}

const subject = () => ({ userId: randomUUID() as UserId, sessionId: randomUUID() as SessionId, generation: 3 })
const inSeconds = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1_000)

export const accessTokensContract: Contract<AccessTokensSubject> = {
  port: 'AccessTokens',
  rules: [
    {
      id: 'AT1',
      says: 'says what it was issued for, again and again',
      check: async ({ tokens, now, ttl }) => {
        const claims = subject()
        const { token, expiresAt } = await tokens.issue(claims, inSeconds(now(), 10 * ttl))
        assert.deepEqual(await tokens.verify(token), { ...claims, expiresAt })
        assert.deepEqual(await tokens.verify(token), { ...claims, expiresAt })
      },
    },
    {
      id: 'AT2',
      says: 'has expired from its last moment on, also if it was verified before',
      check: async ({ tokens, now, ttl, pass }) => {
        const { token } = await tokens.issue(subject(), inSeconds(now(), 10 * ttl))
        pass(ttl - 1)
        await tokens.verify(token)
        pass(1)
        await assert.rejects(tokens.verify(token), TokenExpired)
      },
    },
    {
      id: 'AT3',
      says: 'is genuine whole and unchanged only',
      check: async ({ tokens, foreign, now, ttl }) => {
        const until = inSeconds(now(), 10 * ttl)
        const { token } = await tokens.issue(subject(), until)
        const { token: other } = await tokens.issue(subject(), until)
        const [head = '', body = '', seal = ''] = token.split('.')
        const swapped = [head, other.split('.')[1], seal].join('.')
        const { token: strange } = await foreign.issue(subject(), until)
        for (const bad of [
          '',
          '.',
          '..',
          'x',
          token.slice(0, -4),
          `${token}x`,
          `${head}.${body}.`,
          swapped,
          strange,
          'a'.repeat(100_000),
        ]) {
          await assert.rejects(tokens.verify(bad), Unauthenticated)
          assert.equal(await tokens.readEvenExpired(bad), null)
        }
      },
    },
    {
      id: 'AT4',
      says: 'lives as long as the settings say, but not beyond the end that is given',
      check: async ({ tokens, now, ttl }) => {
        const begun = now()
        const { expiresAt } = await tokens.issue(subject(), inSeconds(begun, 10 * ttl))
        assert.ok(Math.abs(expiresAt.getTime() - inSeconds(begun, ttl).getTime()) < 1_000)
        const end = inSeconds(begun, 2)
        const short = await tokens.issue(subject(), end)
        assert.ok(short.expiresAt <= end && end.getTime() - short.expiresAt.getTime() < 1_000)
        assert.deepEqual((await tokens.verify(short.token)).expiresAt, short.expiresAt)
      },
    },
    {
      id: 'AT5',
      says: 'can be read when it has expired',
      check: async ({ tokens, now, ttl, pass }) => {
        const claims = subject()
        const { token, expiresAt } = await tokens.issue(claims, inSeconds(now(), 10 * ttl))
        pass(100 * ttl)
        assert.deepEqual(await tokens.readEvenExpired(token), { ...claims, expiresAt })
      },
    },
  ],
}
