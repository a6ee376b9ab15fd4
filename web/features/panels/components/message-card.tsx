import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Avatar } from '../../../components/avatar.js'
import { useTimes } from '../../../i18n/language.js'
import type { Message } from '../../../sdk/model.js'
import { useUserName } from '../../chats/api/use-chats.js'
import { useSummary } from '../../messages/api/use-summary.js'

interface MessageCardProps {
  message: Message
  where?: string
  /** What it answers to. */
  about?: string
  text?: ReactNode
  mark?: ReactNode
}

/** A message out of its conversation; it leads back there. */
export function MessageCard({ message, where, about, text, mark }: MessageCardProps) {
  const name = useUserName(message.senderId)
  const times = useTimes()
  const summary = useSummary()
  const thread = message.threadRoot === null ? '' : `&thread=${message.threadRoot}`
  return (
    <Link
      to={`/chats/${message.chatId}?at=${message.number}${thread}`}
      className="flex gap-3 rounded-xl border border-line bg-surface p-3 transition-colors hover:border-line-strong"
    >
      <Avatar id={message.senderId} name={name} size="small" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <bdi className="truncate font-semibold text-sm">{name}</bdi>
          {where !== undefined && <bdi className="truncate text-muted text-xs">{where}</bdi>}
          <time dateTime={message.createdAt} className="ms-auto shrink-0 text-muted text-xs">
            {times.inList(message.createdAt)}
          </time>
        </span>
        {about !== undefined && (
          <span dir="auto" className="mt-0.5 block truncate border-line-strong border-s-2 ps-2 text-muted text-sm">
            {about}
          </span>
        )}
        <span dir="auto" className="mt-0.5 line-clamp-4 block [overflow-wrap:anywhere]">
          {text ?? summary(message)}
        </span>
      </span>
      {mark !== undefined && <span className="self-center">{mark}</span>}
    </Link>
  )
}
