import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { CollectFiles } from '../../../src/application/attachments/collect-files.js'
import { OpenAttachment } from '../../../src/application/attachments/open-attachment.js'
import type { AttachmentRepository } from '../../../src/application/ports/attachment-repository.js'
import type { BlobStore } from '../../../src/application/ports/blob-store.js'
import { NotFound } from '../../../src/domain/errors.js'
import type { AttachmentId, BlobKey } from '../../../src/domain/ids.js'
import { ada, at, bob } from '../../support/people.js'

afterEach(() => td.reset())

const [id, blob, thumbBlob] = ['id' as AttachmentId, 'blob' as BlobKey, 'thumb' as BlobKey]
const hours = (count: number) => new Date(at.getTime() - count * 3_600_000)

const setUp = () => {
  const attachments = td.object<AttachmentRepository>()
  const blobs = td.object<BlobStore>()
  return {
    attachments,
    blobs,
    open: new OpenAttachment(attachments, blobs),
    collect: new CollectFiles(attachments, blobs, { now: () => at }),
  }
}

const stored = {
  id,
  ownerId: ada.id,
  blob,
  thumbBlob,
  name: 'a.png',
  type: 'image/png',
  size: 9,
  width: 3,
  height: 4,
  createdAt: at,
  messageId: null,
  chatId: null,
}

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(1)
}

describe('OpenAttachment', () => {
  it('reads the file, or the smaller picture of it, when it is asked to', async () => {
    const { attachments, blobs, open } = setUp()
    td.when(attachments.findFor(id, ada.id)).thenResolve(stored)
    const [whole, part, thumb] = [bytes(), bytes(), bytes()]
    td.when(blobs.read(blob, undefined)).thenResolve(whole)
    td.when(blobs.read(blob, { from: 2, to: 3 })).thenResolve(part)
    td.when(blobs.read(thumbBlob, undefined)).thenResolve(thumb)
    const file = await open.execute({ userId: ada.id, id, variant: 'file' })
    expect(file).toMatchObject({ name: 'a.png', type: 'image/png', size: 9 })
    expect([await file.read(), await file.read({ from: 2, to: 3 })]).toEqual([whole, part])
    const small = await open.execute({ userId: ada.id, id, variant: 'thumb' })
    expect(small).toMatchObject({ name: 'a.png.webp', type: 'image/webp', size: null })
    expect(await small.read()).toBe(thumb)
  })

  it('does not exist for who may not see it, without a thumbnail, or without its bytes', async () => {
    const { attachments, blobs, open } = setUp()
    td.when(attachments.findFor(id, ada.id)).thenResolve({ ...stored, thumbBlob: null })
    td.when(attachments.findFor(id, bob.id)).thenResolve(null)
    td.when(blobs.read(blob, undefined)).thenResolve(null)
    await expect(open.execute({ userId: bob.id, id, variant: 'file' })).rejects.toThrow(NotFound)
    await expect(open.execute({ userId: ada.id, id, variant: 'thumb' })).rejects.toThrow(NotFound)
    const file = await open.execute({ userId: ada.id, id, variant: 'file' })
    await expect(file.read()).rejects.toThrow(NotFound)
  })
})

describe('CollectFiles', () => {
  it('forgets uploads of a day ago, and removes what has been loose for an hour until nothing is left', async () => {
    const { attachments, blobs, collect } = setUp()
    td.when(attachments.looseBlobs(hours(1), 100)).thenResolve([blob], [thumbBlob], [])
    await collect.execute()
    td.verify(attachments.forgetUnused(hours(24)))
    for (const key of [blob, thumbBlob]) {
      td.verify(blobs.remove([key]))
      td.verify(attachments.settle([key]))
    }
    expect(td.explain(blobs.remove).callCount).toBe(2)
  })

  it('remembers what could not be removed', async () => {
    const { attachments, blobs, collect } = setUp()
    td.when(attachments.looseBlobs(hours(1), 100)).thenResolve([blob])
    td.when(blobs.remove([blob])).thenReject(new Error('away'))
    await expect(collect.execute()).rejects.toThrow('away')
    expect(td.explain(attachments.settle).callCount).toBe(0)
  })
})
