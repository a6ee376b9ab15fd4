import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { FileLinks } from '../../src/application/ports/file-links.js'
import { TokenExpired, Unauthenticated } from '../../src/domain/errors.js'
import type { AttachmentId, SessionId, UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'

export interface FileLinksSubject {
  readonly links: FileLinks
  /** Others' links: the same form, another key. */
  readonly foreign: FileLinks
  now(): Date
  /** Lets so many seconds pass. */
  pass(seconds: number): void
}

const claims = () => ({
  userId: randomUUID() as UserId,
  sessionId: randomUUID() as SessionId,
  attachmentId: randomUUID() as AttachmentId,
})

export const fileLinksContract: Contract<FileLinksSubject> = {
  port: 'FileLinks',
  rules: [
    {
      id: 'FL1',
      says: 'says what it was issued for, and fits in a query',
      check: async ({ links }) => {
        const said = claims()
        const { link, expiresAt } = links.issue(said)
        assert.equal(encodeURIComponent(link), link)
        assert.deepEqual(links.verify(link), { ...said, expiresAt })
      },
    },
    {
      id: 'FL2',
      says: 'lives for ten minutes, and not for its last moment',
      check: async ({ links, now, pass }) => {
        const begun = now().getTime()
        const { link, expiresAt } = links.issue(claims())
        assert.ok(Math.abs(expiresAt.getTime() - begun - 600_000) < 1_000)
        pass(599)
        links.verify(link)
        pass(1)
        assert.throws(() => links.verify(link), TokenExpired)
      },
    },
    {
      id: 'FL3',
      says: 'is genuine whole and unchanged only',
      check: async ({ links, foreign }) => {
        const { link } = links.issue(claims())
        const [head, , seal] = link.split('.')
        const swapped = [head, links.issue(claims()).link.split('.')[1], seal].join('.')
        for (const bad of ['', '.', '..', 'x', link.slice(0, -4), `${link}x`, swapped, foreign.issue(claims()).link, 'a'.repeat(100_000)]) {
          assert.throws(() => links.verify(bad), Unauthenticated)
        }
      },
    },
  ],
}
