import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { endingsOf, fileName } from '../../../src/domain/files/file-name.js'
import { codePoints, isStorable } from '../../../src/domain/text.js'

describe('the name of a file', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\x.txt', 'x.txt'],
    ['a\r\nb: c.txt', 'ab: c.txt'],
    ['nul\0.txt', 'nul.txt'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['zero\u200bwidth.txt', 'zerowidth.txt'],
    ['', 'file'],
    ['...', 'file'],
    ['  ', 'file'],
    ['dir/', 'file'],
    ['.gitignore', '.gitignore'],
    ['日本語.pdf', '日本語.pdf'],
  ])('S166 %j is kept as %j', (given, kept) => {
    expect(fileName(given)).toBe(kept)
  })

  it('S166 S140 never is a path, ends no line, and can be stored and told, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (given) => {
        const name = fileName(given)
        expect(name).not.toMatch(/[/\\\p{Control}\u202a-\u202e\u2066-\u2069]/u)
        expect(isStorable(name)).toBe(true)
        expect(['', '.', '..']).not.toContain(name)
        expect(codePoints(name)).toBeLessThanOrEqual(200)
        expect(() => encodeURIComponent(name)).not.toThrow()
      }),
    )
  })

  it('keeps its ending when it is cut', () => {
    expect(fileName(`${'x'.repeat(400)}.jpeg`)).toBe(`${'x'.repeat(195)}.jpeg`)
    expect(fileName('😀'.repeat(300))).toBe('😀'.repeat(200))
  })

  it('has as many endings as dots', () => {
    expect(endingsOf('a.tar.GZ')).toEqual(['tar', 'gz'])
    expect(endingsOf('none')).toEqual([])
    expect(endingsOf('a.php%00.jpg')).toEqual(['php', 'jpg'])
  })
})
