import { describe, expect, it } from '@jest/globals'
import { S3BlobStore } from '../../../src/adapters/s3/s3-blob-store.js'
import { Unavailable } from '../../../src/domain/errors.js'
import type { BlobKey } from '../../../src/domain/ids.js'
import { blobStoreContract } from '../../contracts/blob-store.contract.js'
import { freePort } from '../../support/program.js'
import { runContract } from '../../support/run-contract.js'
import { startS3 } from '../../support/s3.js'

runContract(blobStoreContract, 'S3', async () => {
  const server = await startS3()
  const store = new S3BlobStore(server.settings)
  const dispose = async () => {
    store.close()
    await server.close()
  }
  return { subject: store, dispose }
})

describe('a bucket that is not there, and a store that is away', () => {
  const key = 'a' as BlobKey

  it('are Unavailable, not a fault of the caller', async () => {
    const server = await startS3()
    const lost = new S3BlobStore({ ...server.settings, bucket: 'nowhere' })
    await expect(lost.put(key, (async function* () {})())).rejects.toThrow(Unavailable)
    await expect(lost.read(key)).rejects.toThrow(Unavailable)
    lost.close()
    await server.close()
    const store = new S3BlobStore({ ...server.settings, endpoint: `http://127.0.0.1:${await freePort()}` })
    await expect(store.read(key)).rejects.toThrow(Unavailable)
    await expect(store.remove([key])).rejects.toThrow(Unavailable)
    store.close()
  }, 30_000)
})
