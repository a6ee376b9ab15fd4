import { NotFound } from '../../domain/errors.js'
import type { AttachmentRepository } from '../ports/attachment-repository.js'
import type { FileLinkClaims, FileLinks } from '../ports/file-links.js'

/** Gives who may see a file now a link to it, which works only as long as they still may. */
export class LinkAttachment {
  readonly #attachments: AttachmentRepository
  readonly #links: FileLinks

  constructor(attachments: AttachmentRepository, links: FileLinks) {
    this.#attachments = attachments
    this.#links = links
  }

  /** @throws NotFound */
  async execute(claims: FileLinkClaims): Promise<{ readonly link: string; readonly expiresAt: Date }> {
    if (!(await this.#attachments.findFor(claims.attachmentId, claims.userId))) throw new NotFound('attachment')
    return this.#links.issue(claims)
  }
}
