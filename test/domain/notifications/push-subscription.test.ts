import { createECDH, randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { ValidationFailed } from '../../../src/domain/errors.js'
import { hostOf, type PushReceiver, parseReceiver } from '../../../src/domain/notifications/push-subscription.js'

const aKey = (): Buffer => createECDH('prime256v1').generateKeys()
const receiver = (changes: Partial<PushReceiver['keys']> = {}, endpoint = 'https://push.example/a'): PushReceiver => ({
  endpoint,
  keys: { p256dh: aKey().toString('base64url'), auth: randomBytes(16).toString('base64url'), ...changes },
})

function complaints(given: PushReceiver): readonly string[] {
  try {
    parseReceiver(given)
    return []
  } catch (error) {
    return (error as ValidationFailed).errors.map(({ path }) => path)
  }
}

describe('where to push', () => {
  it.each([
    ['https://fcm.googleapis.com/fcm/send/dpH5lCsTSSM:APA91bHqjZxM0VImWWqDRN7U0a3AycjUf4O', 'fcm.googleapis.com'],
    ['https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk', 'updates.push.services.mozilla.com'],
    ['https://web.push.apple.com/QGuQyavXutnMH9u', 'web.push.apple.com'],
    ['https://wns2-par02p.notify.windows.com/w/?token=BQYAAACs%2fB', 'wns2-par02p.notify.windows.com'],
    ['https://PUSH.example', 'push.example'],
  ])('%s', (endpoint, host) => {
    expect(hostOf(endpoint)).toBe(host)
  })

  it.each([
    'http://push.example/a',
    'https://push.example:8443/a',
    'https://push.example:443/a',
    'https://user:word@push.example/a',
    'https://push.example\\@127.0.0.1/a',
    'https://push.example/a b',
    'https://push.example/ä',
    'https://localhost/a',
    'https://localhost./a',
    'https://push/a',
    'https://push.localhost/a',
    'https://printer.local/a',
    'https://metadata.google.internal/computeMetadata',
    'https://router.home.arpa/',
    'https://127.0.0.1/a',
    'https://127.1/a',
    'https://2130706433/a',
    'https://0x7f.0.0.1/a',
    'https://0x7f.0x1/a',
    'https://10.0.0.1/a',
    'https://169.254.169.254/latest',
    'https://[::1]/a',
    'https://[::ffff:127.0.0.1]/a',
    'https://-push.example/a',
    'ftp://push.example/a',
    'javascript:alert(1)',
    `https://push.example/${'a'.repeat(2_000)}`,
    '',
  ])('S159 not %s', (endpoint) => {
    expect(hostOf(endpoint)).toBeNull()
    expect(complaints(receiver({}, endpoint))).toEqual(['endpoint'])
  })
})

describe('the keys of a browser', () => {
  it('are 65 bytes and 16, with or without padding, in either alphabet', () => {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const [point, auth] = [aKey(), randomBytes(16)]
      const keys = { p256dh: point.toString('base64url'), auth: auth.toString('base64url') }
      for (const given of [keys, { p256dh: point.toString('base64'), auth: auth.toString('base64') }])
        expect(parseReceiver(receiver(given)).keys).toEqual(keys)
    }
  })

  const point = aKey()
  const changed = (at: number, byte: number) => Buffer.from(point).fill(byte, at, at + 1)
  const coordinates = (x: bigint, y: bigint) =>
    Buffer.from(`04${x.toString(16).padStart(64, '0')}${y.toString(16).padStart(64, '0')}`, 'hex')

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a compressed point', Buffer.concat([Buffer.from([2]), point.subarray(1, 33)])],
    ['another form of point', changed(0, 6)],
    ['one byte less', point.subarray(0, 64)],
    ['one byte more', Buffer.concat([point, Buffer.from([0])])],
    ['a point beside the curve', changed(64, (point[64] ?? 0) ^ 1)],
    ['no point at all', coordinates(0n, 0n)],
    ['a coordinate beyond the field', coordinates(2n ** 256n - 1n, 1n)],
  ])('%s is none', (_, bytes) => {
    expect(complaints(receiver({ p256dh: bytes.toString('base64url') }))).toEqual(['keys.p256dh'])
  })

  it.each([
    '',
    'a',
    randomBytes(15).toString('base64url'),
    randomBytes(17).toString('base64url'),
    `${'ä'.repeat(22)}`,
    `${'A'.repeat(21)}B`,
  ])('no secret is %s', (auth) => {
    expect(complaints(receiver({ auth }))).toEqual(['keys.auth'])
  })

  it('everything that is wrong is told at once', () => {
    expect(complaints(receiver({ p256dh: 'x', auth: 'x' }, 'x'))).toEqual(['endpoint', 'keys.p256dh', 'keys.auth'])
    expect(() => parseReceiver(receiver({ auth: 'x' }))).toThrow(ValidationFailed)
  })
})
