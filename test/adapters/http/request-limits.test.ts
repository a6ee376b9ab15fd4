import { describe, expect, it } from '@jest/globals'
import { addressKey } from '../../../src/adapters/http/limits/address-key.js'
import { clientAddress } from '../../../src/adapters/http/limits/client-address.js'
import { type LimitName, rateLimits } from '../../../src/adapters/http/limits/rate-limits.js'
import { RequestLimits } from '../../../src/adapters/http/limits/request-limits.js'
import { InMemoryRateLimiter } from '../../../src/adapters/memory/in-memory-rate-limiter.js'
import { readConfig } from '../../../src/main/config.js'

const names = Object.keys(rateLimits) as LimitName[]
const email = 'ada@example.com'

const startLimits = (known: readonly string[] = []) => {
  const limits = new RequestLimits({
    limiter: new InMemoryRateLimiter(),
    signInAddresses: { latest: async () => known, passwordChangedAt: async () => null },
  })
  /** Counts one request by one limit; answers whether it passed. */
  const pass = async (name: LimitName, { ip = '192.0.2.1', account = email, refused = true } = {}) => {
    const count = limits.begin([name], ip)
    const hit = (await count.byAddress()) ?? (await count.byAccount(account))
    if (!refused) await count.wasNoRefusal()
    return hit === null
  }
  return { limits, pass }
}

describe('addresses', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
    ['2001:db8:0:7:ffff:ffff:ffff:ffff', '2001:db8:0:7::/64'],
    ['2001:db8:0:8::1', '2001:db8:0:8::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', 'unknown'],
    ['somebody', 'unknown'],
  ])('%s counts as %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key)
  })

  const asked = (trustProxy: number | readonly string[], forwarded: string, remoteAddress = '192.0.2.9') =>
    clientAddress(trustProxy)({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } as never)

  it('S65 S66 are those that trusted proxies tell, never what a caller has written', () => {
    expect(asked(0, '6.6.6.6')).toBe('192.0.2.9')
    expect(asked(1, '6.6.6.6, 7.7.7.7')).toBe('7.7.7.7')
    expect(asked(2, '6.6.6.6, 7.7.7.7')).toBe('6.6.6.6')
    expect(asked(['192.0.2.0/24'], '6.6.6.6, 7.7.7.7')).toBe('7.7.7.7')
    expect(asked(['10.0.0.1'], '6.6.6.6')).toBe('192.0.2.9')
  })

  it.each(['true', 'all', '*', 'loopback, true', '0.0.0.0/0', '::/0', '-1', '11', '10.0.0.0/33'])(
    'S66 cannot be set to trust %p',
    (TRUST_PROXY) => {
      expect(() => readConfig({ TRUST_PROXY })).toThrow(/^TRUST_PROXY: /)
    },
  )
})

describe('each limit', () => {
  it.each(names)('S71 %s lets N through and not N + 1, and others meanwhile', async (name) => {
    const { pass } = startLimits()
    const { points, by } = rateLimits[name]
    const passed: boolean[] = []
    for (let count = 0; count <= points; count += 1) passed.push(await pass(name))
    expect(passed.lastIndexOf(true)).toBe(points - 1)
    expect(passed.indexOf(false)).toBe(points)
    const byAddress = by === 'address'
    expect(await pass(name, { ip: '192.0.2.2' })).toBe(byAddress || by === 'account_at_address')
    expect(await pass(name, { account: 'bob@example.com' })).toBe(!byAddress)
  })

  it('counts a successful request by no limit of refusals', async () => {
    const { pass } = startLimits()
    for (let count = 0; count < 30; count += 1) expect(await pass('loginAccount', { refused: false })).toBe(true)
    for (let count = 0; count < 10; count += 1) expect(await pass('loginAccount')).toBe(true)
    expect(await pass('loginAccount', { refused: false })).toBe(false)
  })

  it('S58 keeps strangers from locking the owner out, however many addresses they have', async () => {
    const { pass } = startLimits(['198.51.100.7', '2001:db8::9'])
    const strangers = Array.from({ length: 150 }, (_, index) => pass('loginAccountDaily', { ip: `192.0.2.${index}` }))
    expect((await Promise.all(strangers)).filter(Boolean)).toHaveLength(100)
    expect(await pass('loginAccountDaily', { ip: '203.0.113.1' })).toBe(false)
    expect(await pass('loginAccountDaily', { ip: '198.51.100.7' })).toBe(true)
    expect(await pass('loginAccountDaily', { ip: '2001:db8::abcd' })).toBe(true)
  })

  it('answers where the caller stands: by the limit of which least is left', async () => {
    const { limits } = startLimits()
    const count = limits.begin(['login', 'loginWork', 'loginAccount'], '192.0.2.1')
    expect(count.standing).toBeNull()
    await count.byAddress()
    expect(count.standing).toEqual({ limit: 100, remaining: 99, resetAfter: 900 })
    await count.byAccount(email)
    expect(count.standing).toEqual({ limit: 10, remaining: 9, resetAfter: 900 })
  })
})
