import { Unauthenticated } from '../../domain/errors.js'
import type { AttachmentId } from '../../domain/ids.js'
import type { FileLinks } from '../ports/file-links.js'
import type { SessionGuard } from '../ports/session-guard.js'
import type { OpenAttachment, OpenedAttachment } from './open-attachment.js'

export interface OpenLinkedAttachmentCommand {
  readonly id: AttachmentId
  readonly link: string
  readonly variant: 'file' | 'thumb'
}

/** Shows a file to who presents a link to it, while its session lives and its user may see the file: asked for every time. */
export class OpenLinkedAttachment {
  readonly #links: FileLinks
  readonly #sessions: SessionGuard
  readonly #open: Pick<OpenAttachment, 'execute'>

  constructor(links: FileLinks, sessions: SessionGuard, open: Pick<OpenAttachment, 'execute'>) {
    this.#links = links
    this.#sessions = sessions
    this.#open = open
  }

  /** @throws TokenExpired, Unauthenticated, NotFound */
  async execute({ id, link, variant }: OpenLinkedAttachmentCommand): Promise<OpenedAttachment> {
    const { userId, sessionId, attachmentId, expiresAt } = this.#links.verify(link)
    if (attachmentId !== id) throw new Unauthenticated('The link is to another file.')
    // The call that gave the link out has confirmed its generation, so the oldest stands for it.
    if (!(await this.#sessions.admit({ userId, sessionId, generation: 0, expiresAt }))) throw new Unauthenticated('The session has ended.')
    return this.#open.execute({ userId, id, variant })
  }
}
