import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { LinkAttachment } from '../../../src/application/attachments/link-attachment.js'
import { OpenAttachment } from '../../../src/application/attachments/open-attachment.js'
import { OpenLinkedAttachment } from '../../../src/application/attachments/open-linked-attachment.js'
import type { AttachmentRepository } from '../../../src/application/ports/attachment-repository.js'
import type { FileLinks } from '../../../src/application/ports/file-links.js'
import type { SessionGuard } from '../../../src/application/ports/session-guard.js'
import { NotFound, Unauthenticated } from '../../../src/domain/errors.js'
import type { AttachmentId, SessionId } from '../../../src/domain/ids.js'
import { ada, at } from '../../support/people.js'

afterEach(() => td.reset())

const id = 'id' as AttachmentId
const claims = { userId: ada.id, sessionId: 'session' as SessionId, attachmentId: id }

describe('LinkAttachment', () => {
  it('S116 gives no link to a file that the caller may not see', async () => {
    const [attachments, links] = [td.object<AttachmentRepository>(), td.object<FileLinks>()]
    td.when(attachments.findFor(id, ada.id)).thenResolve(null)
    await expect(new LinkAttachment(attachments, links).execute(claims)).rejects.toThrow(NotFound)
    expect(td.explain(links.issue).callCount).toBe(0)
  })
})

describe('OpenLinkedAttachment', () => {
  const setUp = ({ isLive = true } = {}) => {
    const [links, sessions, open] = [td.object<FileLinks>(), td.object<SessionGuard>(), td.instance(OpenAttachment)]
    td.when(links.verify('link')).thenReturn({ ...claims, expiresAt: at })
    td.when(sessions.admit({ userId: ada.id, sessionId: claims.sessionId, generation: 0, expiresAt: at })).thenResolve(isLive)
    return { open, linked: new OpenLinkedAttachment(links, sessions, open) }
  }

  it('opens the file as whom the link was given to', async () => {
    const { open, linked } = setUp()
    const file = { name: 'a.txt', type: 'text/plain', size: 5, read: () => Promise.reject(new Error('not read')) }
    td.when(open.execute({ userId: ada.id, id, variant: 'thumb' })).thenResolve(file)
    expect(await linked.execute({ id, link: 'link', variant: 'thumb' })).toBe(file)
  })

  it('S116 opens nothing once the session has ended, and no other file', async () => {
    const ended = setUp({ isLive: false })
    await expect(ended.linked.execute({ id, link: 'link', variant: 'file' })).rejects.toThrow(Unauthenticated)
    const { open, linked } = setUp()
    await expect(linked.execute({ id: 'other' as AttachmentId, link: 'link', variant: 'file' })).rejects.toThrow(Unauthenticated)
    expect([td.explain(open.execute).callCount, td.explain(ended.open.execute).callCount]).toEqual([0, 0])
  })
})
