import type { AttachmentRepository } from '../ports/attachment-repository.js'
import type { BlobStore } from '../ports/blob-store.js'
import type { Clock } from '../ports/clock.js'

const hour = 60 * 60_000
/** How long an upload may wait for its message. */
export const unusedKept = 24 * hour
/** Longer than any upload takes, and any message that is just being stored. */
const looseKept = hour
const batch = 100

/** Removes the files that nothing refers to. Any node may run it, several at once too. */
export class CollectFiles {
  readonly #attachments: AttachmentRepository
  readonly #blobs: BlobStore
  readonly #clock: Clock

  constructor(attachments: AttachmentRepository, blobs: BlobStore, clock: Clock) {
    this.#attachments = attachments
    this.#blobs = blobs
    this.#clock = clock
  }

  async execute(): Promise<void> {
    const now = this.#clock.now().getTime()
    await this.#attachments.forgetUnused(new Date(now - unusedKept))
    for (;;) {
      const loose = await this.#attachments.looseBlobs(new Date(now - looseKept), batch)
      if (loose.length === 0) return
      await this.#blobs.remove(loose)
      await this.#attachments.settle(loose)
    }
  }
}
