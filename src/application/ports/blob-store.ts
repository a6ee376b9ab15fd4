import type { BlobKey } from '../../domain/ids.js'

/** Bytes from one to another, both included, as HTTP counts them. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/** Where the bytes of files are, whatever they are of. Throws Unavailable if it is away. */
export interface BlobStore {
  /** [BS1] Whole and durable when it resolves; nobody reads part of it before. [BS2] If the bytes end in an error, that error comes out and nothing stays. */
  put(key: BlobKey, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** [BS3] The bytes, or those of the range, read as they are taken; `null` if there are none. Who gets them takes them, or returns the iterator. */
  read(key: BlobKey, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null>
  /** [BS4] They are gone when it resolves, what was left of a put that ended with its node included; removing what is not there is harmless. */
  remove(keys: readonly BlobKey[]): Promise<void>
}
