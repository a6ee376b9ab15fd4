import { useTexts } from '../../../i18n/language.js'
import type { Attachment } from '../../../sdk/model.js'

/** One line of a long text is enough, and keeps the page light. */
const longest = 160

interface Said {
  readonly text: string | null
  readonly deletedAt: string | null
  readonly attachments: readonly Attachment[]
}

/** A message in a line. */
export function useSummary(): (message: Said) => string {
  const { messages } = useTexts()
  return ({ text, deletedAt, attachments }) => {
    if (deletedAt !== null) return messages.deleted
    if (text !== null) return withoutMarkup(beginningOf(text))
    return attachments.map(({ name }) => name).join(', ')
  }
}

/** What is only there to be drawn is not read in a line. */
const withoutMarkup = (text: string): string => text.replace(/\*\*|~~|`+/g, '').replace(/^[ \t]*[-*+>][ \t]+/gm, '')

/** Never cuts a character in two. */
const beginningOf = (text: string): string => text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')
