import { type ReactNode, useState } from 'react'
import { useAppState } from '../../../app/client.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import type { Message } from '../../../sdk/model.js'
import { FormattedText } from '../markdown/formatted-text.js'
import { useMarkdown } from '../markdown/use-markdown.js'

type Said = Pick<Message, 'mentions' | 'mentionsAll'> & { readonly text: string }

const folds = { lines: 24, length: 1_600 }

/** What somebody wrote: with its markup if it has any, otherwise exactly as it is; a long one folded. */
export function MessageText({ said }: { said: Said }) {
  const { messages } = useTexts()
  const { text } = said
  const [isOpen, setIsOpen] = useState(false)
  const isLong = text.length > folds.length || text.split('\n').length > folds.lines
  const tokens = useMarkdown(text)
  const drawText = useMentions(said)
  return (
    <div className="me-auto min-w-0 max-w-full">
      <div
        dir="auto"
        data-text
        className={classNames(
          'verbatim',
          isEmojiOnly(text) && 'text-2xl',
          isLong && !isOpen && 'max-h-80 overflow-hidden [mask-image:linear-gradient(black_75%,transparent)]',
        )}
      >
        {tokens ? <FormattedText tokens={tokens} text={drawText} /> : drawText(text, 0)}
      </div>
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="py-1 font-medium text-accent text-sm hover:underline"
        >
          {isOpen ? messages.less : messages.more}
        </button>
      )}
    </div>
  )
}

/** Sets off the handles of those who are mentioned, one's own most. */
function useMentions({ mentions, mentionsAll }: Said): (text: string, key: number) => ReactNode {
  const users = useAppState((state) => state.users)
  const me = useAppState((state) => state.userId)
  if (mentions.length === 0 && !mentionsAll) return (text) => text
  const byHandle = new Map(mentions.flatMap((id) => (users.has(id) ? [[users.get(id)?.handle ?? '', id] as const] : [])))
  return (text) =>
    text.split(/(?<![\w@])(@[A-Za-z0-9_]{3,32})/).map((part, index) => {
      const handle = part.slice(1).toLowerCase()
      const isAll = mentionsAll && handle === 'all'
      if (index % 2 === 0 || (!isAll && !byHandle.has(handle))) return part
      return (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: The parts of a text have no other names than their places.
          key={index}
          className={classNames(
            'rounded px-0.5 font-medium',
            isAll || byHandle.get(handle) === me ? 'bg-mention text-on-mention' : 'bg-accent-soft text-accent',
          )}
        >
          {part}
        </span>
      )
    })
}

/** Sequences of several code points, such as families and flags, are a kind that only this flag of the language knows. */
const oneEmoji = '\\p{RGI_Emoji}'
const emojiOnly = new RegExp(`^(?:${oneEmoji}\\s?){1,3}$`, 'v')

const isEmojiOnly = (text: string): boolean => text.length <= 40 && emojiOnly.test(text)
