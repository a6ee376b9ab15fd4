import type { BlobStore, ByteRange } from '../../application/ports/blob-store.js'
import type { BlobKey } from '../../domain/ids.js'

/** For tests, and for trying the core out: every file is held whole. */
export class InMemoryBlobStore implements BlobStore {
  readonly #blobs = new Map<BlobKey, Uint8Array>()

  /** How many there are. */
  get size(): number {
    return this.#blobs.size
  }

  async put(key: BlobKey, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of bytes) chunks.push(chunk)
    const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
    let place = 0
    for (const chunk of chunks) {
      whole.set(chunk, place)
      place += chunk.length
    }
    this.#blobs.set(key, whole)
  }

  async read(key: BlobKey, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null> {
    const whole = this.#blobs.get(key)
    if (whole === undefined) return null
    const part = range === undefined ? whole : whole.subarray(range.from, range.to + 1)
    return (async function* () {
      yield part
    })()
  }

  async remove(keys: readonly BlobKey[]): Promise<void> {
    for (const key of keys) this.#blobs.delete(key)
  }
}
