import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DiskBlobStore } from '../../../src/adapters/disk/disk-blob-store.js'
import type { BlobKey } from '../../../src/domain/ids.js'
import { blobStoreContract } from '../../contracts/blob-store.contract.js'
import { runContract } from '../../support/run-contract.js'

const newFolder = () => mkdtemp(join(tmpdir(), 'parley-blobs-'))

runContract(blobStoreContract, 'a folder', async () => {
  const root = await newFolder()
  return { subject: await DiskBlobStore.open(join(root, 'attachments')), dispose: () => rm(root, { recursive: true }) }
})

describe('a folder of blobs', () => {
  let root = ''
  let store: DiskBlobStore
  const filesIn = async () => (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())

  beforeEach(async () => {
    root = await newFolder()
    store = await DiskBlobStore.open(root)
  })
  afterEach(() => rm(root, { recursive: true }))

  it.each(['../../x', 'C:\\x', 'a/b', '', '.', 'a\0b', 'x'.repeat(65)])('S166 makes no path of %j', async (key) => {
    await expect(store.put(key as BlobKey, (async function* () {})())).rejects.toThrow(RangeError)
    await expect(store.read(key as BlobKey)).rejects.toThrow(RangeError)
    expect(await filesIn()).toEqual([])
  })

  it('S167 holds no file of an upload that broke off, and no descriptor', async () => {
    const openFiles = async () => (await readdir('/proc/self/fd')).length
    const before = await openFiles()
    for (let count = 0; count < 30; count += 1) {
      const broken = (async function* () {
        yield new Uint8Array(100_000)
        throw new Error('the sender hung up')
      })()
      await expect(store.put(`key-${count}` as BlobKey, broken)).rejects.toThrow('the sender hung up')
    }
    expect(await filesIn()).toEqual([])
    expect(await openFiles()).toBeLessThan(before + 10)
  })

  it('BS4 removes what a node left behind that died while it wrote', async () => {
    await mkdir(join(root, 'incoming'), { recursive: true })
    await writeFile(join(root, 'incoming', 'half'), 'ha')
    expect(await store.read('half' as BlobKey)).toBeNull()
    await store.remove(['half' as BlobKey])
    expect(await filesIn()).toEqual([])
  })
})
