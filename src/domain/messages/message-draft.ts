import type { FieldError } from '../errors.js'
import { messageTextProblem } from '../text.js'
import type { MessageDraft } from './message.js'

/** Files that one message holds at most. */
export const mostAttachments = 10

/** Says what is wrong with what somebody wants to send, or `null`. */
export function draftProblem({ text, replyTo, threadRoot, attachmentIds = [], forwardOf }: DraftContent): FieldError | null {
  if (forwardOf) {
    const beside = Object.entries({ text, replyTo, threadRoot, attachmentIds: attachmentIds[0] }).find(
      ([, value]) => (value ?? null) !== null,
    )
    return beside ? { path: beside[0], message: 'a forwarded message brings its own' } : null
  }
  if (attachmentIds.length > mostAttachments) return { path: 'attachmentIds', message: `must be at most ${mostAttachments}` }
  if (new Set(attachmentIds).size < attachmentIds.length) return { path: 'attachmentIds', message: 'must name each once' }
  if (text === null) return attachmentIds.length > 0 ? null : { path: 'text', message: 'is needed, unless something is attached' }
  const problem = messageTextProblem(text)
  return problem === null ? null : { path: 'text', message: problem }
}

export type DraftContent = Pick<MessageDraft, 'text' | 'replyTo' | 'threadRoot' | 'attachmentIds' | 'forwardOf'>
