import { useSearchParams } from 'react-router'
import { hueOf } from '../../../components/avatar.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { useUserName } from '../../chats/api/use-chats.js'
import { useQuoted } from '../api/use-quoted.js'
import { useSummary } from '../api/use-summary.js'

/** The message that is answered, in two lines; it leads there. */
export function Quote({ chat, messageId }: { chat: ChatState; messageId: string }) {
  const quoted = useQuoted(chat, messageId)
  const [, setQuery] = useSearchParams()
  const { messages } = useTexts()
  if (quoted === null)
    return <p className="w-full border-line-strong border-s-2 ps-2.5 text-muted text-sm italic">{messages.originalGone}</p>
  if (quoted === undefined) return <p className="h-10 w-full min-w-40 animate-breathe rounded bg-ink/5" />
  return (
    <button
      type="button"
      onClick={() => setQuery({ at: String(quoted.number) })}
      className="w-0 min-w-full rounded-md border-current border-s-2 bg-ink/5 px-2.5 py-1 text-start hover:bg-ink/8"
    >
      <QuoteText message={quoted} />
    </button>
  )
}

export function QuoteText({ message }: { message: Message }) {
  const name = useUserName(message.senderId)
  const summary = useSummary()
  return (
    <>
      <bdi className={classNames('block truncate font-semibold text-xs bg-transparent!', hueOf(message.senderId))}>{name}</bdi>
      <bdi className="block truncate text-muted text-sm">{summary(message)}</bdi>
    </>
  )
}
