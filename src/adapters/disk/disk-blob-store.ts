import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobStore, ByteRange } from '../../application/ports/blob-store.js'
import { Unavailable } from '../../domain/errors.js'
import type { BlobKey } from '../../domain/ids.js'

/** Keys are ours, but a path is made of them. */
const saneKey = /^[0-9a-z-]{1,64}$/

/** A folder. What is being written is in `incoming` until it is whole, so that a reader finds all of a file or none. */
export class DiskBlobStore implements BlobStore {
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
  }

  static async open(root: string): Promise<DiskBlobStore> {
    await mkdir(join(root, 'incoming'), { recursive: true, mode: 0o700 })
    return new DiskBlobStore(root)
  }

  async put(key: BlobKey, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const { incoming, folder, path } = this.#placesOf(key)
    const file = await open(incoming, 'w', 0o600).catch(unavailable)
    try {
      await writeAll(file, bytes)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await rename(incoming, path)
      await sync(folder)
    } catch (error) {
      await rm(incoming, { force: true })
      throw isSystemError(error) ? unavailable(error) : error
    }
  }

  async read(key: BlobKey, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null> {
    const { path } = this.#placesOf(key)
    const isThere = await stat(path).then(
      () => true,
      (error: unknown) => (isMissing(error) ? false : unavailable(error)),
    )
    return isThere ? bytesOf(path, range) : null
  }

  async remove(keys: readonly BlobKey[]): Promise<void> {
    for (const key of keys) {
      const { incoming, path } = this.#placesOf(key)
      for (const place of [incoming, path]) await rm(place, { force: true }).catch(unavailable)
    }
  }

  /** 256 folders, by the random end of the key. */
  #placesOf(key: BlobKey): { readonly incoming: string; readonly folder: string; readonly path: string } {
    if (!saneKey.test(key)) throw new RangeError('This is no key of a blob.')
    const folder = join(this.#root, key.slice(-2))
    return { incoming: join(this.#root, 'incoming', key), folder, path: join(folder, key) }
  }
}

async function writeAll(file: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of bytes) await file.writeFile(chunk)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A renamed file is durable once its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Opened when the first bytes are taken, so that who takes none leaves nothing open. */
async function* bytesOf(path: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, range === undefined ? {} : { start: range.from, end: range.to })
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => typeof error === 'object' && error !== null && 'syscall' in error

const isMissing = (error: unknown): boolean => isSystemError(error) && error.code === 'ENOENT'

function unavailable(cause: unknown): never {
  throw new Unavailable('The files cannot be reached.', { cause })
}
