import { describe, expect, it } from '@jest/globals'
import type { SessionId } from '../../src/domain/ids.js'
import { formatRefreshToken, parseRefreshToken } from '../../src/domain/refresh-token.js'
import { deviceLabel, idleLifetime, isAlive, judgeRefresh, reuseGrace } from '../../src/domain/session.js'

const start = new Date('2030-01-01T00:00:00.000Z')
const later = (milliseconds: number) => new Date(start.getTime() + milliseconds)
const day = 86_400_000

const session = (changes: Partial<Parameters<typeof judgeRefresh>[0]> = {}) => ({
  generation: 5,
  confirmedAt: start,
  lastUsedAt: start,
  expiresAt: later(day),
  endedAt: null,
  ...changes,
})
const genuine = (generation: number) => ({ generation, genuine: true })

describe('a refresh with', () => {
  it('the newest secret rotates, whether it was used before or not', () => {
    expect(judgeRefresh(session(), genuine(5), later(1))).toBe('rotate')
    expect(judgeRefresh(session({ confirmedAt: null }), genuine(5), later(1))).toBe('rotate')
  })

  it('S25 the one before is repeated for as long as its successor was not used', () => {
    expect(judgeRefresh(session({ confirmedAt: null }), genuine(4), later(day - 1))).toBe('repeat')
  })

  it('S25 the one before is repeated for 10 seconds after its successor was first used', () => {
    expect(judgeRefresh(session(), genuine(4), later(reuseGrace - 1))).toBe('repeat')
  })

  it('S23 the one before is a reuse from then on', () => {
    expect(judgeRefresh(session(), genuine(4), later(reuseGrace))).toBe('reuse')
  })

  it.each([3, 0])('S23 an older one is a reuse at once: generation %p of 5', (generation) => {
    expect(judgeRefresh(session(), genuine(generation), later(1))).toBe('reuse')
    expect(judgeRefresh(session({ confirmedAt: null }), genuine(generation), later(1))).toBe('reuse')
  })

  it.each([5, 4, 3, 0, 6])('one that was made up is invalid and no more: generation %p of 5', (generation) => {
    expect(judgeRefresh(session({ confirmedAt: null }), { generation, genuine: false }, later(1))).toBe('invalid')
  })

  it('one from the future is invalid', () => {
    expect(judgeRefresh(session(), genuine(6), later(1))).toBe('invalid')
  })

  it.each([5, 4, 0])('S27 S28 any secret of a session that is over is invalid: generation %p of 5', (generation) => {
    expect(judgeRefresh(session({ endedAt: start }), genuine(generation), later(1))).toBe('invalid')
    expect(judgeRefresh(session(), genuine(generation), later(day))).toBe('invalid')
  })

  it('S28 a session lives to its absolute end, however often it is refreshed', () => {
    expect(isAlive(session(), later(day - 1))).toBe(true)
    expect(isAlive(session(), later(day))).toBe(false)
    expect(isAlive(session({ endedAt: start }), later(1))).toBe(false)
  })

  it('S28 a session that nobody uses is over before that', () => {
    const long = session({ lastUsedAt: later(day), expiresAt: later(day + 2 * idleLifetime) })
    expect(isAlive(long, later(day + idleLifetime - 1))).toBe(true)
    expect(isAlive(long, later(day + idleLifetime))).toBe(false)
    expect(judgeRefresh(long, genuine(5), later(day + idleLifetime))).toBe('invalid')
  })
})

describe('a refresh token', () => {
  const token = { sessionId: '10000000-0000-7000-8000-000000000001' as SessionId, generation: 12, secret: `${'-'.repeat(42)}_` }
  const text = formatRefreshToken(token)

  it('is read as it was written', () => {
    expect(parseRefreshToken(text)).toEqual(token)
    expect(parseRefreshToken(formatRefreshToken({ ...token, generation: 0 }))).toEqual({ ...token, generation: 0 })
  })

  it.each([
    '',
    `${text} `,
    `${text}x`,
    text.slice(1),
    text.replace('10000000', 'A0000000'),
    text.replace('.12.', '.012.'),
    text.replace('.12.', '.-1.'),
    text.replace('.12.', '.1e3.'),
    text.replace('.12.', '.9999999999.'),
    text.replace('_', '+'),
    text.slice(0, -1),
    `${text}\n`,
    text.replaceAll('.', '/'),
  ])('is not %p', (other) => {
    expect(parseRefreshToken(other)).toBeNull()
  })
})

describe('the label of a device', () => {
  it.each([
    ['  Firefox\n on\u202e Linux 🦊\ud800 ', 'Firefox on Linux 🦊'],
    ['Fire\u2028fox\u2029', 'Firefox'],
    ['😀'.repeat(500), '😀'.repeat(120)],
    [' \0\u200b ', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%p is shown as %p', (text, label) => {
    expect(deviceLabel(text)).toBe(label)
  })
})
