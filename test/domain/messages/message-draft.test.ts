import { describe, expect, it } from '@jest/globals'
import type { AttachmentId } from '../../../src/domain/ids.js'
import { draftProblem, mostAttachments } from '../../../src/domain/messages/message-draft.js'
import { groupId, messageId } from '../../support/people.js'

const file = (nth: number) => `file ${nth}` as AttachmentId
const plain = { text: 'Hello', replyTo: null }
const forwardOf = { chatId: groupId, messageId }

describe('what may be sent', () => {
  it.each([
    ['a text', plain],
    ['files without a word', { text: null, replyTo: null, attachmentIds: [file(1)] }],
    ['a forward', { text: null, replyTo: null, forwardOf }],
    ['a reply in a thread', { ...plain, threadRoot: messageId, replyTo: messageId }],
  ])('%s', (_, content) => {
    expect(draftProblem(content)).toBeNull()
  })

  it.each([
    ['nothing', { text: null, replyTo: null }, 'text'],
    ['a text of nothing', { text: ' ', replyTo: null }, 'text'],
    ['a text of nothing beside a file', { text: '', replyTo: null, attachmentIds: [file(1)] }, 'text'],
    ['one file twice', { ...plain, attachmentIds: [file(1), file(1)] }, 'attachmentIds'],
    ['too many files', { ...plain, attachmentIds: Array.from({ length: mostAttachments + 1 }, (_, nth) => file(nth)) }, 'attachmentIds'],
    ['a forward with a text', { ...plain, forwardOf }, 'text'],
    ['a forward that replies', { text: null, replyTo: messageId, forwardOf }, 'replyTo'],
    ['a forward with files', { text: null, replyTo: null, forwardOf, attachmentIds: [file(1)] }, 'attachmentIds'],
  ])('%s is refused by its field', (_, content, path) => {
    expect(draftProblem(content)?.path).toBe(path)
  })
})
