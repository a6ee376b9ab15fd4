import { describe, expect, it } from '@jest/globals'
import { parseEmail } from '../../src/domain/email.js'
import { ValidationFailed } from '../../src/domain/errors.js'

describe('an e-mail address', () => {
  it.each([
    ['A@X.io', 'a@x.io'],
    [' a@x.io ', 'a@x.io'],
    ['\tAda.Lovelace+Chat@Example.COM\n', 'ada.lovelace+chat@example.com'],
  ])('S51 %p is %p', (text, canonical) => {
    expect(parseEmail(text)).toBe(canonical)
  })

  it.each(['mıke@x.io', '\u212Aate@x.io', 'ﬁ@x.io', 'a@ⅹ.io', 'ａ@x.io', 'é@x.io'])(
    'S50 %p is no look-alike of another: it is refused',
    (text) => {
      expect(() => parseEmail(text)).toThrow(ValidationFailed)
    },
  )

  it.each(['a@x.io\r\nBcc: z@z.io', 'a@x.io\0', 'a b@x.io', 'a@x.io, z@z.io'])('S63 %p is refused', (text) => {
    expect(() => parseEmail(text)).toThrow(ValidationFailed)
  })

  it.each(['', 'a', '@', 'a@', '@x.io', 'a@b@c', `${'a'.repeat(250)}@x.io`])('%p is none', (text) => {
    expect(() => parseEmail(text)).toThrow(ValidationFailed)
  })
})
