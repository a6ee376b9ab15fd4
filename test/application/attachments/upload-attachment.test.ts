import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { InMemoryBlobStore } from '../../../src/adapters/memory/in-memory-blob-store.js'
import { FileKeeper } from '../../../src/application/attachments/file-keeper.js'
import { UploadAttachment } from '../../../src/application/attachments/upload-attachment.js'
import type { AttachmentRepository } from '../../../src/application/ports/attachment-repository.js'
import type { Picture, PictureRewriter } from '../../../src/application/ports/picture-rewriter.js'
import { FileTooLarge, QuotaExceeded, UnsupportedFile, ValidationFailed } from '../../../src/domain/errors.js'
import type { AttachmentId, BlobKey } from '../../../src/domain/ids.js'
import { ada, at } from '../../support/people.js'

afterEach(() => td.reset())

const quota = { files: 10, bytes: 1_000 }
const [id, blob, thumbBlob] = ['id' as AttachmentId, 'blob' as BlobKey, 'thumb' as BlobKey]

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Uint8Array.from(text, (character) => character.charCodeAt(0))
}

const setUp = () => {
  const attachments = td.object<AttachmentRepository>()
  const blobs = new InMemoryBlobStore()
  const pictures = td.object<PictureRewriter>()
  const made: string[] = [blob, thumbBlob, id]
  const ids = { next: () => made.shift() ?? '' }
  const upload = new UploadAttachment(attachments, new FileKeeper(blobs, pictures), ids, { now: () => at }, { fileBytes: 100, quota })
  const execute = (name: string, declaredType: string, ...texts: readonly string[]) =>
    upload.execute({ userId: ada.id, name, declaredType, bytes: chunks(...texts) })
  return { attachments, blobs, pictures, execute }
}

const kept = { id, ownerId: ada.id, blob, thumbBlob: null, width: null, height: null, createdAt: at }
const url = '/v1/attachments/id'

describe('UploadAttachment', () => {
  it('keeps a file as it is, in the room that was held for it', async () => {
    const { attachments, blobs, execute } = setUp()
    const answer = await execute('dir/notes.txt', 'text/plain', 'Hel', 'lo')
    expect(answer).toEqual({
      id,
      name: 'notes.txt',
      type: 'application/octet-stream',
      size: 5,
      width: null,
      height: null,
      url,
      thumbUrl: null,
    })
    td.verify(attachments.reserve({ ownerId: ada.id, blob, thumbBlob, bytes: 100, at }, quota))
    td.verify(attachments.add({ ...kept, name: 'notes.txt', type: 'application/octet-stream', size: 5 }, quota))
    expect(blobs.size).toBe(1)
  })

  it('keeps a picture as it was rewritten, and its thumbnail', async () => {
    const { attachments, blobs, pictures, execute } = setUp()
    const picture: Picture = { width: 30, height: 40, bytes: chunks('rewritten'), thumb: chunks('small') }
    td.when(pictures.rewrite('image/png', td.matchers.anything(), td.matchers.anything())).thenDo(
      (_type: string, _bytes: unknown, use: (picture: Picture) => Promise<unknown>) => use(picture),
    )
    const answer = await execute('a.png', 'image/png', '\x89PNG\r\n\x1a\n')
    expect(answer).toMatchObject({ type: 'image/png', size: 9, width: 30, height: 40, thumbUrl: `${url}?variant=thumb` })
    td.verify(attachments.add({ ...kept, thumbBlob, name: 'a.png', type: 'image/png', size: 9, width: 30, height: 40 }, quota))
    expect(blobs.size).toBe(2)
  })

  it('holds no room for what is refused by how it begins', async () => {
    const { attachments, execute } = setUp()
    await expect(execute('a.png', 'image/png', '<html>')).rejects.toThrow(UnsupportedFile)
    await expect(execute('a.txt', 'text/plain')).rejects.toThrow(ValidationFailed)
    expect(td.explain(attachments.reserve).callCount).toBe(0)
  })

  it('keeps nothing where there is no room, before or after', async () => {
    const { attachments, blobs, execute } = setUp()
    td.when(attachments.reserve(td.matchers.anything(), quota)).thenReject(new QuotaExceeded('full'))
    await expect(execute('a.txt', '', 'Hello')).rejects.toThrow(QuotaExceeded)
    expect([blobs.size, td.explain(attachments.add).callCount]).toEqual([0, 0])
  })

  it.each([
    ['too large', ['x'.repeat(60), 'x'.repeat(60)], FileTooLarge],
    ['two files in one', ['%PDF-1.7', `PK\x05\x06${'\0'.repeat(18)}`], UnsupportedFile],
  ] as const)('forgets what turns out to be %s, and its room', async (_, texts, error) => {
    const { attachments, blobs, execute } = setUp()
    await expect(execute('a', '', ...texts)).rejects.toThrow(error)
    td.verify(attachments.settle([blob]))
    expect([blobs.size, td.explain(attachments.add).callCount]).toEqual([0, 0])
  })

  it('tells what was wrong first where forgetting fails as well', async () => {
    const { attachments, execute } = setUp()
    td.when(attachments.settle([blob])).thenReject(new Error('away'))
    await expect(execute('a', '', 'x'.repeat(101))).rejects.toThrow(FileTooLarge)
  })
})
