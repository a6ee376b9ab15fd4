import { join } from 'node:path'
import { DiskBlobStore } from '../adapters/disk/disk-blob-store.js'
import type { BlobStore } from '../application/ports/blob-store.js'
import type { Config } from './config.js'
import type { Lifecycle } from './lifecycle.js'

/** Where files are kept. The SDK of S3 is large: it is loaded only where it is used. */
export async function openBlobStore({ s3, dataDir }: Config, life: Lifecycle): Promise<BlobStore> {
  if (s3 === null) return DiskBlobStore.open(join(dataDir, 'attachments'))
  const { S3BlobStore } = await import('../adapters/s3/s3-blob-store.js')
  return life.own('the store of files', new S3BlobStore(s3), (store) => store.close())
}
