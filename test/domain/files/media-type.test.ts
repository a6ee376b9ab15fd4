import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { UnsupportedFile } from '../../../src/domain/errors.js'
import { endsAsArchive, headLength, isPicture, isShownInline, mediaTypeOf, opaqueType } from '../../../src/domain/files/media-type.js'

const bytes = (latin1: string): Uint8Array => Uint8Array.from(latin1, (character) => character.charCodeAt(0))

const beginnings = {
  'image/png': ['\x89PNG\r\n\x1a\n', 'a.png'],
  'image/jpeg': ['\xff\xd8\xff\xe0', 'a.jpeg'],
  'image/gif': ['GIF89a', 'a.gif'],
  'image/webp': ['RIFF....WEBPVP8 ', 'a.webp'],
  'image/avif': ['\0\0\0\x1cftypavif', 'a.avif'],
  'video/quicktime': ['\0\0\0\x14ftypqt  ', 'a.mov'],
  'audio/mp4': ['\0\0\0\x1cftypM4A ', 'a.m4a'],
  'video/mp4': ['\0\0\0\x1cftypisom', 'a.mp4'],
  'video/webm': ['\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm', 'a.webm'],
  'audio/ogg': ['OggS\0\x02', 'a.opus'],
  'audio/wav': ['RIFF....WAVEfmt ', 'a.wav'],
  'audio/flac': ['fLaC\0', 'a.flac'],
  'audio/mpeg': ['\xff\xfb\x90\x44', 'a.mp3'],
  'application/pdf': ['%PDF-1.7', 'a.pdf'],
} as const

const types = Object.keys(beginnings) as (keyof typeof beginnings)[]

describe('the type of a file', () => {
  it.each(types)('is %s by how it begins, whether or not its name and its sender say so', (type) => {
    const [beginning, name] = beginnings[type]
    expect(mediaTypeOf(bytes(beginning), name, type)).toBe(type)
    expect(mediaTypeOf(bytes(beginning), name.toUpperCase(), opaqueType)).toBe(type)
    expect(mediaTypeOf(bytes(beginning), 'without-ending', '')).toBe(type)
    expect(mediaTypeOf(bytes(beginning), 'report.final', 'text/plain')).toBe(type)
  })

  it.each([
    ['notes.txt', 'text/plain'],
    ['report.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['page.html', 'text/html'],
    ['setup.exe', ''],
    ['photos.zip', 'application/zip'],
    ['www.example.com', ''],
  ])('of %s is not looked into where nothing is claimed', (name, declared) => {
    expect(mediaTypeOf(bytes('PK\x03\x04 whatever'), name, declared)).toBe(opaqueType)
  })

  it('S164 is what name and sender say, or the file is refused', () => {
    for (const content of types) {
      for (const claim of types) {
        const [beginning] = beginnings[content]
        const [, name] = beginnings[claim]
        const isOneFamily =
          content === claim || [content, claim].every((type) => ['video/mp4', 'audio/mp4', 'video/quicktime'].includes(type))
        if (isOneFamily) continue
        expect(() => mediaTypeOf(bytes(beginning), name, '')).toThrow(UnsupportedFile)
        expect(() => mediaTypeOf(bytes(beginning), 'a', claim)).toThrow(UnsupportedFile)
      }
    }
  })

  it('S164 is never one of those it claims when it begins as nothing known', () => {
    const opaque = fc
      .uint8Array({ minLength: 1, maxLength: 64 })
      .filter((head) => ![0x89, 0xff, 0x47, 0x52, 0, 0x1a, 0x4f, 0x66, 0x49, 0x4d, 0x25].includes(head[0] ?? 0))
    fc.assert(
      fc.property(
        opaque.filter((head) => String.fromCharCode(...head.slice(4, 8)) !== 'ftyp'),
        fc.constantFrom(...types),
        (head, type) => {
          expect(() => mediaTypeOf(head, beginnings[type][1], '')).toThrow(UnsupportedFile)
          expect(() => mediaTypeOf(head, 'a', type)).toThrow(UnsupportedFile)
          expect(mediaTypeOf(head, 'a.dat', '')).toBe(opaqueType)
        },
      ),
    )
  })

  it.each([
    'a.php.jpg',
    'a.jpg.php',
    'a.html.jpg',
    'a.svg',
    'a.php%00.jpg',
    'a.PHP.jpg',
    'a.php .jpg',
    'a.p\u200bhp.jpg',
    'a.exe\u202e.jpg',
  ])('S164 S140 is not taken of a picture called %j', (name) => {
    expect(() => mediaTypeOf(bytes('\xff\xd8\xff\xe0'), name, '')).toThrow(UnsupportedFile)
  })

  it('S170 is not taken of pictures that cannot be cleaned', () => {
    for (const beginning of [
      'II*\0',
      'MM\0*',
      '\0\0\0\x18ftypheic',
      '\0\0\0\x18ftypmif1\0\0\0\0mif1heic',
      '\xff\x0a',
      '\0\0\0\x0cJXL \r\n',
    ]) {
      expect(() => mediaTypeOf(bytes(beginning), 'a.dat', '')).toThrow(UnsupportedFile)
    }
    expect(mediaTypeOf(bytes('\0\0\0\x1cftypmif1\0\0\0\0mif1avif'), 'a.avif', '')).toBe('image/avif')
  })

  it('is told by its beginning alone, whatever follows', () => {
    const long = new Uint8Array(headLength + 10_000)
    long.set(bytes('%PDF-'))
    expect(mediaTypeOf(long, 'a.pdf', '')).toBe('application/pdf')
  })

  it('says what may be shown where it stands', () => {
    expect(types.filter(isShownInline)).toEqual(types.filter((type) => type !== 'application/pdf'))
    expect(types.filter(isPicture)).toHaveLength(5)
    expect([isShownInline(opaqueType), isPicture(opaqueType)]).toEqual([false, false])
  })
})

const zeros = (length: number) => Array.from({ length }, () => 0)

describe('an archive behind a picture', () => {
  it('S164 is found by its end, with a comment of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 500 }), (before, comment) => {
        const end = [0x50, 0x4b, 5, 6, ...zeros(16), comment & 0xff, comment >> 8, ...zeros(comment)]
        expect(endsAsArchive(Uint8Array.from([...before, ...end]))).toBe(true)
        expect(endsAsArchive(Uint8Array.from([...before.filter((byte) => byte !== 0x50), ...end.slice(0, 21)]))).toBe(false)
      }),
    )
  })
})
