import { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { BlobStore, ByteRange } from '../../application/ports/blob-store.js'
import { Unavailable } from '../../domain/errors.js'
import type { BlobKey } from '../../domain/ids.js'

export interface S3Settings {
  /** `null`: Amazon's own, by the region. */
  readonly endpoint: string | null
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** The bucket in the path instead of the host name, as most stores of one's own want it. */
  readonly forcePathStyle: boolean
}

const prefix = 'attachments/'
/** The smallest part that S3 takes: of an upload at most two are held in memory. */
const partSize = 5 * 1024 * 1024

/** A bucket of any store that speaks S3. */
export class S3BlobStore implements BlobStore {
  readonly #client: S3Client
  readonly #bucket: string

  constructor({ endpoint, region, bucket, accessKeyId, secretAccessKey, forcePathStyle }: S3Settings) {
    this.#bucket = bucket
    this.#client = new S3Client({
      ...(endpoint === null ? {} : { endpoint }),
      region,
      forcePathStyle,
      credentials: { accessKeyId, secretAccessKey },
      // Newer checksums than the protocol asks for are unknown to most stores but Amazon's.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
  }

  async put(key: BlobKey, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    let fault: { readonly error: unknown } | null = null
    const watched = async function* () {
      try {
        yield* bytes
      } catch (error) {
        fault = { error }
        throw error
      }
    }
    const params = { Bucket: this.#bucket, Key: prefix + key, Body: Readable.from(watched()), ContentType: 'application/octet-stream' }
    const upload = new Upload({ client: this.#client, params, partSize, queueSize: 1, leavePartsOnError: false })
    await upload.done().catch((error: unknown) => {
      throw fault === null ? translated(error) : fault.error
    })
  }

  async read(key: BlobKey, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null> {
    const part = range === undefined ? {} : { Range: `bytes=${range.from}-${range.to}` }
    try {
      const { Body: body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: prefix + key, ...part }))
      return body as Readable
    } catch (error) {
      if (error instanceof NoSuchKey) return null
      throw translated(error)
    }
  }

  async remove(keys: readonly BlobKey[]): Promise<void> {
    for (const key of keys) {
      await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: prefix + key })).catch((error: unknown) => {
        if (!(error instanceof NoSuchKey)) throw translated(error)
      })
    }
  }

  close(): void {
    this.#client.destroy()
  }
}

/** Also a refusal is none of the caller's doing: wrong keys, no such bucket. The log has the cause. */
const translated = (cause: unknown): Unavailable =>
  new Unavailable(cause instanceof S3ServiceException ? 'The store of files refuses.' : 'The store of files cannot be reached.', { cause })
