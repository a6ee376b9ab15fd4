import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { SharpPictureRewriter } from '../../../src/adapters/sharp/sharp-picture-rewriter.js'
import { UnsupportedFile } from '../../../src/domain/errors.js'
import { pictureRewriterContract } from '../../contracts/picture-rewriter.contract.js'
import { aPhoto, aPicture, aPixelFlood } from '../../support/pictures.js'
import { runContract } from '../../support/run-contract.js'

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function all(bytes: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  const read: Uint8Array[] = []
  for await (const chunk of bytes ?? []) read.push(chunk)
  return Buffer.concat(read)
}

runContract(pictureRewriterContract, 'sharp', async () => {
  const outer = process.env['TMPDIR']
  const folder = await mkdtemp(join(tmpdir(), 'parley-pictures-'))
  process.env['TMPDIR'] = folder
  const subject = {
    rewriter: new SharpPictureRewriter(),
    photo: await aPhoto('jpeg', 600, 400),
    tellTale: 'CanaryCamera',
    small: await aPicture('png', 32, 16),
    flood: aPixelFlood(),
    leftovers: async () => (await readdir(folder)).length,
  }
  const dispose = async () => {
    if (outer === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = outer
    await rm(folder, { recursive: true })
  }
  return { subject, dispose }
})

describe('pictures written anew', () => {
  const rewriter = new SharpPictureRewriter()

  it.each(['png', 'jpeg', 'webp', 'avif'] as const)('S170 %s says nothing of where it was taken', async (format) => {
    const photo = await aPhoto(format)
    expect((await sharp(photo).metadata()).exif?.includes('CanaryCamera')).toBe(true)
    const kept = await rewriter.rewrite(`image/${format}`, chunks(photo), async ({ bytes, thumb }) => [await all(bytes), await all(thumb)])
    for (const bytes of kept) {
      const { exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata()
      expect([exif, xmp, iptc, icc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined])
    }
  })

  it('moves on, if it moved', async () => {
    const frames = await Promise.all(['#f00', '#0f0', '#00f'].map((background) => frame(background)))
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const kept = await rewriter.rewrite('image/gif', chunks(moving), async ({ bytes, width, height }) => {
      return { size: [width, height], bytes: await all(bytes) }
    })
    expect(kept.size).toEqual([20, 30])
    expect((await sharp(kept.bytes).metadata()).pages).toBe(3)
  })

  it('S169 takes as many pixels as it is told, and not one more', async () => {
    const narrow = new SharpPictureRewriter({ mostPixels: 600 })
    const size = async ({ width, height }: { width: number; height: number }) => width * height
    expect(await narrow.rewrite('image/png', chunks(await aPicture('png', 20, 30)), size)).toBe(600)
    await expect(narrow.rewrite('image/png', chunks(await aPicture('png', 601, 1)), size)).rejects.toThrow(UnsupportedFile)
  })
})

const frame = (background: string) =>
  sharp({ create: { width: 20, height: 30, channels: 3, background } })
    .png()
    .toBuffer()
