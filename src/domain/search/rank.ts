import type { Message } from '../messages/message.js'
import type { Attached, SearchCriteria } from './criteria.js'
import { fold, wordsOf } from './fold.js'

/** How well a message answers: the terms are words of it, or they are inside its words. */
export type Rank = 'words' | 'parts'

/** What search looks at of a message itself. */
export interface Searched {
  readonly text: string | null
  readonly attachments: readonly unknown[]
}

const link = /https?:\/\/[^\s/]/i

export function attachedTo({ text, attachments }: Searched): ReadonlySet<Attached> {
  const has = new Set<Attached>()
  if (text !== null && link.test(text)) has.add('link')
  if (attachments.length > 0) has.add('file')
  return has
}

/** Judges what the message itself says; who wrote it and where is not looked at. `null` if it does not answer. */
export function rankOf(message: Message, { terms, has, since, until, order }: SearchCriteria): Rank | null {
  if (message.deletedAt !== null) return null
  if ((since !== null && message.createdAt < since) || (until !== null && message.createdAt >= until)) return null
  const attached = attachedTo(message)
  if (![...has].every((kind) => attached.has(kind))) return null
  const folded = fold(message.text ?? '')
  if (!terms.every((term) => folded.includes(term))) return null
  const words = order === 'newest' ? null : wordsOf(folded)
  return words === null || terms.every((term) => [...wordsOf(term)].every((word) => words.has(word))) ? 'words' : 'parts'
}
