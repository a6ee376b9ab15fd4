import type { ReactNode } from 'react'
import { Icon } from '../../../components/icon.js'
import { useTexts } from '../../../i18n/language.js'
import { useModerationTexts } from '../../../i18n/moderation.js'
import type { Report } from '../../../sdk/api/moderation-api.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChat, useChatName } from '../../chats/api/use-chats.js'

/** What is reported: the words as they are now, and where they were said. */
export function Reported({ report: { place, message } }: { report: Report }) {
  const texts = useModerationTexts()
  const { messages } = useTexts()
  const chat = useChat(place?.chatId ?? '')
  if (!place) return <p className="text-muted">{texts.aboutPerson}</p>
  return (
    <blockquote className="rounded-lg border-line-strong border-s-3 bg-sunken px-3.5 py-2.5">
      {!message && <Gone>{texts.messageGone}</Gone>}
      {message && message.deletedAt !== null && <Gone>{messages.deleted}</Gone>}
      {message && message.deletedAt === null && <Words message={message} />}
      <p className="mt-1 truncate text-muted text-sm">{chat ? <Name chat={chat} /> : texts.notInChat}</p>
    </blockquote>
  )
}

const Gone = ({ children }: { children: ReactNode }) => <p className="text-muted italic">{children}</p>

const Name = ({ chat }: { chat: ChatState }) => <bdi>{useChatName(chat)}</bdi>

/** Exactly as they were written, and not drawn: who judges them sees no more than what they are. */
const Words = ({ message: { text, attachments } }: { message: Message }) => (
  <>
    {text !== null && (
      <p dir="auto" className="verbatim max-h-60 overflow-y-auto">
        {text}
      </p>
    )}
    {attachments.map(({ id, name }) => (
      <p key={id} className="flex items-center gap-2 text-sm">
        <Icon name="file" className="size-4 shrink-0 text-muted" />
        <bdi className="truncate">{name}</bdi>
      </p>
    ))}
  </>
)
