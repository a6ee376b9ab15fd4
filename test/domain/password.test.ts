import { describe, expect, it } from '@jest/globals'
import { ValidationFailed } from '../../src/domain/errors.js'
import { isPattern, parsePassword, passwordProblem } from '../../src/domain/password.js'

describe('a password', () => {
  it.each(['12345678', 'x'.repeat(128), '😀'.repeat(8), '😀'.repeat(128), '   spaces  ', 'é'.normalize('NFD').repeat(128)])(
    'S53 is anything of 8 to 128 code points: %p',
    (text) => {
      expect(passwordProblem(text)).toBeNull()
    },
  )

  it.each(['', '1234567', '😀'.repeat(7), 'é'.normalize('NFD').repeat(7), 'x'.repeat(129), '😀'.repeat(129)])(
    'S53 S55 is not %p',
    (text) => {
      expect(passwordProblem(text)).not.toBeNull()
      expect(() => parsePassword(text)).toThrow(ValidationFailed)
    },
  )

  it('S55 is not even read when it is far too long', () => {
    const text = 'e\u0301'.repeat(500_000)
    const begun = performance.now()
    expect(passwordProblem(text)).not.toBeNull()
    expect(performance.now() - begun).toBeLessThan(5)
  })

  it.each([
    '88888888',
    '        ',
    'abababab',
    '123123123',
    'Abcdabcdab',
    '😀🦊😀🦊😀🦊😀🦊',
    '87654321',
    '0987654321',
    'abcdefgh',
    'ZYXWVUTS',
    '!@#$%^&*',
  ])('S53 is a pattern, and guessed at once: %p', (text) => {
    expect(isPattern(parsePassword(text))).toBe(true)
  })

  it.each(['1234512345', 'abcdefgh1', 'aaaaaaab', 'horse horse', '13579135'])('S53 is no pattern: %p', (text) => {
    expect(isPattern(parsePassword(text))).toBe(false)
  })

  it.each(['pass\0word', 'password\ud800'])('S129 S130 is not %p', (text) => {
    expect(passwordProblem(text)).not.toBeNull()
  })

  it('S54 is the same one however it was composed, and otherwise left as it is', () => {
    expect(parsePassword('Ünï cödé '.normalize('NFD'))).toBe('Ünï cödé '.normalize('NFC'))
    expect(parsePassword('ﬁ  ｗＩＤＥ ')).toBe('ﬁ  ｗＩＤＥ ')
  })

  it('that is only typed in may be short', () => {
    expect(passwordProblem('x', 0)).toBeNull()
    expect(passwordProblem('', 0)).toBeNull()
    expect(passwordProblem('x'.repeat(129), 0)).not.toBeNull()
  })
})
