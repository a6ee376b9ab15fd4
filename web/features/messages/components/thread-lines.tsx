import { Icon } from '../../../components/icon.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { useUserName } from '../../chats/api/use-chats.js'
import { usePanel } from '../api/use-panel.js'
import { useSummary } from '../api/use-summary.js'

/** How much was answered in a message's thread; it leads there. */
export function ThreadFoot({ message }: { message: Message }) {
  const { messages } = useTexts()
  const { open } = usePanel()
  return (
    <button
      type="button"
      onClick={() => open('thread', message.id)}
      className="mt-1 inline-flex items-center gap-1.5 rounded-full px-2.5 py-1 font-medium text-accent text-sm hover:bg-accent-soft"
    >
      <Icon name="thread" className="size-4" />
      {messages.replies(message.replyCount)}
    </button>
  )
}

/** In the conversation a reply of a thread is one line: it was said here too, and is counted as unread, but it is read where it belongs. */
export function ThreadReply({ chat, message, startsRun }: { chat: ChatState; message: Message; startsRun: boolean }) {
  const { messages } = useTexts()
  const times = useTimes()
  const name = useUserName(message.senderId)
  const summary = useSummary()
  const { open } = usePanel()
  const isGroup = chat.info.type === 'group'
  return (
    <div className={classNames('flex', startsRun ? 'pt-2' : 'pt-0', isGroup && 'ps-10')}>
      <button
        type="button"
        data-message
        onClick={() => open('thread', message.threadRoot ?? '')}
        className="flex min-w-0 max-w-full items-center gap-2 rounded-lg px-2 py-1 text-muted text-sm hover:bg-sunken"
      >
        <Icon name="thread" className="size-4 shrink-0" />
        <bdi className="shrink-0 font-medium text-ink">{name}</bdi>
        <span className="sr-only">{messages.inThread}</span>
        <bdi className="truncate">{summary(message)}</bdi>
        <time dateTime={message.createdAt} className="shrink-0 text-xs">
          {times.clock(message.createdAt)}
        </time>
      </button>
    </div>
  )
}
