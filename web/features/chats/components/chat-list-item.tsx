import { memo } from 'react'
import { NavLink } from 'react-router'
import { useAppState } from '../../../app/client.js'
import { classNames } from '../../../lib/class-names.js'
import { plural } from '../../../lib/text.js'
import { listTime } from '../../../lib/time.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChatName, useUserName } from '../api/use-chats.js'
import { lastMessageOf } from '../chat-view.js'
import { ChatAvatar } from './chat-avatar.js'

export const ChatListItem = memo(function ChatListItem({ chat }: { chat: ChatState }) {
  const name = useChatName(chat)
  const last = lastMessageOf(chat)
  const isUnread = chat.unread > 0
  return (
    <li>
      <NavLink
        to={`/chats/${chat.info.id}`}
        className={({ isActive }) =>
          classNames(
            'mx-2 flex items-center gap-3 rounded-xl px-2.5 py-2 -outline-offset-2 transition-colors',
            isActive ? 'bg-accent-soft' : 'hover:bg-sunken',
          )
        }
      >
        <ChatAvatar chat={chat} size="large" />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-baseline gap-2">
            <span className={classNames('flex-1 truncate', isUnread ? 'font-semibold' : 'font-medium')}>
              <bdi>{name}</bdi>
            </span>
            {last && (
              <time
                dateTime={last.createdAt}
                className={classNames('shrink-0 text-xs', isUnread ? 'font-medium text-accent' : 'text-muted')}
              >
                {listTime(last.createdAt)}
              </time>
            )}
          </span>
          <span className="flex items-center gap-2">
            <Preview chat={chat} />
            {isUnread && (
              <span className="inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-accent px-1.5 font-semibold text-on-accent text-xs">
                <span aria-hidden="true">{chat.unread > 99 ? '99+' : chat.unread}</span>
                <span className="sr-only">{plural(chat.unread, 'unread message', 'unread messages')}</span>
              </span>
            )}
          </span>
        </span>
      </NavLink>
    </li>
  )
})

/** One line of a long text is enough, and keeps the page light. */
const longestPreview = 160

/** Never cuts a character in two. */
const beginningOf = (text: string): string => text.slice(0, longestPreview).replace(/[\uD800-\uDBFF]$/, '')

function Preview({ chat }: { chat: ChatState }) {
  const userId = useAppState((state) => state.userId)
  const last = lastMessageOf(chat)
  const isOwn = last?.senderId === userId
  const sender = useUserName(last && !isOwn && chat.info.type === 'group' ? last.senderId : null)
  const look = classNames('flex-1 truncate text-start text-sm', chat.unread > 0 ? 'text-ink' : 'text-muted')
  if (!last) return <span className={`${look} italic`}>No messages yet</span>
  const prefix = isOwn ? 'You' : chat.info.type === 'group' ? sender : null
  return (
    <span className={look}>
      {prefix !== null && (
        <>
          <bdi>{prefix}</bdi>:{' '}
        </>
      )}
      {last.text === null ? <i>Message deleted</i> : <bdi>{beginningOf(last.text)}</bdi>}
    </span>
  )
}
