import { UnsupportedFile } from '../../domain/errors.js'
import type { NewAttachment } from '../../domain/files/attachment.js'
import { endsAsArchive, isPicture, opaqueType, tailLength } from '../../domain/files/media-type.js'
import type { BlobKey } from '../../domain/ids.js'
import type { BlobStore } from '../ports/blob-store.js'
import type { PictureRewriter } from '../ports/picture-rewriter.js'
import { Passage } from './bytes.js'

export type KeptContent = Pick<NewAttachment, 'size' | 'width' | 'height' | 'thumbBlob'>

export interface FileToKeep {
  readonly type: string
  readonly bytes: AsyncIterable<Uint8Array>
  readonly blob: BlobKey
  /** Where the thumbnail goes, if there is one. */
  readonly thumbBlob: BlobKey
}

/** Puts the bytes of files where they are kept: pictures as they were rewritten, others as they come. */
export class FileKeeper {
  readonly #blobs: BlobStore
  readonly #pictures: PictureRewriter

  constructor(blobs: BlobStore, pictures: PictureRewriter) {
    this.#blobs = blobs
    this.#pictures = pictures
  }

  /** @throws UnsupportedFile, FileTooLarge, and what the bytes throw */
  async keep({ type, bytes, blob, thumbBlob }: FileToKeep, mostBytes: number): Promise<KeptContent> {
    const taken = new Passage()
    const remembered = type === opaqueType ? 0 : tailLength
    const checked = honest(taken, taken.of(bytes, { most: mostBytes, remembered }), remembered)
    if (!isPicture(type)) {
      await this.#blobs.put(blob, checked)
      return { size: taken.size, width: null, height: null, thumbBlob: null }
    }
    return this.#pictures.rewrite(type, checked, async ({ width, height, bytes: rewritten, thumb }) => {
      const kept = new Passage()
      await this.#blobs.put(blob, kept.of(rewritten, { most: Number.POSITIVE_INFINITY }))
      if (thumb !== null) await this.#blobs.put(thumbBlob, thumb)
      return { size: kept.size, width, height, thumbBlob: thumb === null ? null : thumbBlob }
    })
  }

  remove(...keys: readonly BlobKey[]): Promise<void> {
    return this.#blobs.remove(keys)
  }
}

/** What ends as an archive is not what it begins as. */
async function* honest(taken: Passage, bytes: AsyncIterable<Uint8Array>, remembered: number): AsyncGenerator<Uint8Array> {
  yield* bytes
  if (remembered > 0 && endsAsArchive(taken.tail(remembered))) throw new UnsupportedFile('The file is two files in one.')
}
