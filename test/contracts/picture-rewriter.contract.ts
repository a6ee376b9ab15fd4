import assert from 'node:assert/strict'
import type { PictureRewriter } from '../../src/application/ports/picture-rewriter.js'
import { UnsupportedFile } from '../../src/domain/errors.js'
import type { Contract } from './contract.js'

export interface PictureRewriterSubject {
  readonly rewriter: PictureRewriter
  /** A JPEG of 600 × 400 pixels as they are stored, to be shown turned by 90°, with a text in it that tells where it was taken. */
  readonly photo: Uint8Array
  readonly tellTale: string
  /** A PNG of 32 × 16 pixels. */
  readonly small: Uint8Array
  /** A PNG of more pixels than are taken. */
  readonly flood: Uint8Array
  /** How much of pictures under way lies about here. */
  leftovers(): Promise<number>
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let place = 0; place < bytes.length; place += 1_000) yield bytes.subarray(place, place + 1_000)
}

async function text(bytes: AsyncIterable<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder('latin1')
  let read = ''
  for await (const chunk of bytes ?? []) read += decoder.decode(chunk)
  return read
}

export const pictureRewriterContract: Contract<PictureRewriterSubject> = {
  port: 'PictureRewriter',
  rules: [
    {
      id: 'RW1',
      says: 'gives the picture upright and without what was said in it, and a smaller one of a large one',
      check: async ({ rewriter, photo, small, tellTale }) => {
        assert.ok((await text(chunks(photo))).includes(tellTale))
        const shown = await rewriter.rewrite('image/jpeg', chunks(photo), async ({ width, height, bytes, thumb }) => {
          return { size: [width, height], picture: await text(bytes), thumb: await text(thumb) }
        })
        assert.deepEqual(shown.size, [400, 600])
        assert.ok(shown.picture.startsWith('\xff\xd8\xff') && !shown.picture.includes(tellTale) && !shown.picture.includes('Exif'))
        assert.ok(shown.thumb.startsWith('RIFF') && shown.thumb.slice(8, 12) === 'WEBP')
        const whole = await rewriter.rewrite('image/png', chunks(small), async ({ width, height, bytes, thumb }) => {
          return [width, height, (await text(bytes)).slice(1, 4), thumb]
        })
        assert.deepEqual(whole, [32, 16, 'PNG', null])
      },
    },
    {
      id: 'RW2',
      says: 'takes nothing that is not a picture of this type',
      check: async ({ rewriter, photo, small }) => {
        const unused = async () => assert.fail('there is nothing to use')
        const half = photo.subarray(0, photo.length / 2)
        const wrong: readonly (readonly [string, Uint8Array])[] = [
          ['image/png', new TextEncoder().encode('\x89PNG\r\n\x1a\n<script>')],
          ['image/png', photo],
          ['image/jpeg', small],
          ['image/jpeg', half],
          ['image/svg+xml', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
          ['image/png', new Uint8Array()],
        ]
        for (const [type, bytes] of wrong) await assert.rejects(rewriter.rewrite(type, chunks(bytes), unused), UnsupportedFile)
      },
    },
    {
      id: 'RW3',
      says: 'refuses too many pixels before any is decoded',
      check: async ({ rewriter, flood }) => {
        const refused = rewriter.rewrite('image/png', chunks(flood), async () => assert.fail('there is nothing to use'))
        await assert.rejects(refused, UnsupportedFile)
      },
    },
    {
      id: 'RW4',
      says: 'lets errors through, and leaves nothing behind',
      check: async ({ rewriter, small, leftovers }) => {
        const broken = (async function* () {
          yield small.subarray(0, 10)
          throw new RangeError('the sender hung up')
        })()
        await assert.rejects(
          rewriter.rewrite('image/png', broken, async () => undefined),
          /^RangeError: the sender hung up$/,
        )
        const full = async () => {
          throw new RangeError('the store is full')
        }
        await assert.rejects(rewriter.rewrite('image/png', chunks(small), full), /^RangeError: the store is full$/)
        await rewriter.rewrite('image/png', chunks(small), async ({ bytes }) => text(bytes))
        assert.equal(await leftovers(), 0)
      },
    },
  ],
}
