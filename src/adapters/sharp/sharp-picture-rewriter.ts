import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp'
import { BoundedQueue } from '../../application/bounded-queue.js'
import type { Picture, PictureRewriter } from '../../application/ports/picture-rewriter.js'
import { UnsupportedFile } from '../../domain/errors.js'

interface Format {
  readonly type: string
  /** By what libvips calls it. */
  readonly isOf: (metadata: Metadata) => boolean
  readonly moves: boolean
  readonly write: (picture: Sharp) => Sharp
}

const formats: readonly Format[] = [
  { type: 'image/png', isOf: ({ format }) => format === 'png', moves: false, write: (picture) => picture.png() },
  { type: 'image/jpeg', isOf: ({ format }) => format === 'jpeg', moves: false, write: (picture) => picture.jpeg({ quality: 90 }) },
  { type: 'image/gif', isOf: ({ format }) => format === 'gif', moves: true, write: (picture) => picture.gif({ effort: 1 }) },
  { type: 'image/webp', isOf: ({ format }) => format === 'webp', moves: true, write: (picture) => picture.webp({ quality: 90 }) },
  {
    type: 'image/avif',
    isOf: ({ format, compression }) => format === 'heif' && compression === 'av1',
    moves: false,
    write: (picture) => picture.avif({ quality: 70, effort: 2 }),
  },
]

const thumbSize = 480
/** All frames of a moving picture together. */
const mostPixels = 100_000_000
const timeout = { seconds: 20 }

// One thread a picture, and few pictures: the same threads hash passwords and read files.
sharp.concurrency(1)
sharp.cache(false)
const concurrency = 2
const mostWaiting = 50

/** Decodes pictures and writes them anew, with libvips; between files, so that none is ever whole in memory. */
export class SharpPictureRewriter implements PictureRewriter {
  readonly #queue = new BoundedQueue(concurrency, mostWaiting, 'Too many pictures are being worked on at this moment.')
  readonly #mostPixels: number

  constructor(options: { readonly mostPixels?: number } = {}) {
    this.#mostPixels = options.mostPixels ?? mostPixels
  }

  async rewrite<Result>(type: string, bytes: AsyncIterable<Uint8Array>, use: (picture: Picture) => Promise<Result>): Promise<Result> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-picture-'))
    try {
      await pipeline(bytes, createWriteStream(join(folder, 'original'), { mode: 0o600 }))
      return await use(await this.#queue.run(() => this.#rewriteIn(folder, type)))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async #rewriteIn(folder: string, type: string): Promise<Picture> {
    const format = formats.find((one) => one.type === type)
    if (format === undefined) throw new UnsupportedFile('Pictures of this type are not taken.')
    const original = join(folder, 'original')
    const options: SharpOptions = { limitInputPixels: this.#mostPixels, failOn: 'error', sequentialRead: true }
    try {
      // Opening reads no further than the header, where the size is.
      if (!format.isOf(await sharp(original, options).metadata())) throw new Error('is of another format')
      const picture = sharp(original, { ...options, animated: format.moves })
        .autoOrient()
        .timeout(timeout)
      const kept = await format.write(picture).toFile(join(folder, 'kept'))
      const [width, height] = [kept.width, kept.pageHeight ?? kept.height]
      const isLarge = Math.max(width, height) > thumbSize
      if (isLarge) await thumbOf(sharp(original, options)).toFile(join(folder, 'thumb'))
      return { width, height, bytes: bytesOf(join(folder, 'kept')), thumb: isLarge ? bytesOf(join(folder, 'thumb')) : null }
    } catch (cause) {
      throw new UnsupportedFile('The picture cannot be read, or has too many pixels.', { cause })
    }
  }
}

const thumbOf = (picture: Sharp): Sharp =>
  picture.autoOrient().resize({ width: thumbSize, height: thumbSize, fit: 'inside' }).timeout(timeout).webp({ quality: 75 })

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path)
}
