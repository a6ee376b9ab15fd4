import { memo } from 'react'
import { NavLink } from 'react-router'
import { useAppState } from '../../../app/client.js'
import { Badge } from '../../../components/badge.js'
import { Icon } from '../../../components/icon.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import type { ChatState } from '../../../sdk/state.js'
import { useSummary } from '../../messages/api/use-summary.js'
import { useChatName, useUserName } from '../api/use-chats.js'
import { lastMessageOf } from '../chat-view.js'
import { ChatAvatar } from './chat-avatar.js'
import { ChatItemMenu } from './chat-item-menu.js'

export const ChatListItem = memo(function ChatListItem({ chat }: { chat: ChatState }) {
  const name = useChatName(chat)
  const last = lastMessageOf(chat)
  const times = useTimes()
  const { chats } = useTexts()
  const isUnread = chat.unread > 0 || chat.me.markedUnread
  return (
    <li className="group/chat relative mx-2">
      <NavLink
        to={`/chats/${chat.info.id}`}
        className={({ isActive }) =>
          classNames(
            'flex items-center gap-3 rounded-xl px-2.5 py-2 -outline-offset-2 transition-colors',
            isActive ? 'bg-accent-soft' : 'hover:bg-sunken',
          )
        }
      >
        <ChatAvatar chat={chat} size="large" showsPresence />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-center gap-1.5">
            <span className={classNames('min-w-0 truncate', isUnread ? 'font-semibold' : 'font-medium')}>
              <bdi>{name}</bdi>
            </span>
            {chat.me.muted && <Mark icon="bellOff" label={chats.muted} />}
            {chat.me.pinned && <Mark icon="pin" label={chats.pinned} />}
            <span className="flex-1" />
            {last && (
              <time
                dateTime={last.createdAt}
                className={classNames(
                  // The menu's place, where a pointer hovers.
                  'pointer-fine:group-hover/chat:invisible shrink-0 text-xs',
                  isUnread ? 'font-medium text-accent' : 'text-muted',
                )}
              >
                {times.inList(last.createdAt)}
              </time>
            )}
          </span>
          <span className="flex items-center gap-2">
            <LastLine chat={chat} />
            <Badges chat={chat} />
          </span>
        </span>
      </NavLink>
      <ChatItemMenu chat={chat} name={name} />
    </li>
  )
})

const Mark = ({ icon, label }: { icon: 'bellOff' | 'pin'; label: string }) => (
  <span className="shrink-0 text-muted">
    <Icon name={icon} className="size-3.5" />
    <span className="sr-only">{label}</span>
  </span>
)

function Badges({ chat: { unread, unreadMentions, me } }: { chat: ChatState }) {
  const { chats } = useTexts()
  return (
    <>
      {unreadMentions > 0 && <Badge shows="@" label={chats.mentionsCount(unreadMentions)} look="mention" />}
      {unread > 0 && <Badge shows={unread} label={chats.unread(unread)} look={me.muted ? 'muted' : 'accent'} />}
      {unread === 0 && me.markedUnread && (
        <span className="size-2.5 shrink-0 rounded-full bg-accent">
          <span className="sr-only">{chats.filterUnread}</span>
        </span>
      )}
    </>
  )
}

function LastLine({ chat }: { chat: ChatState }) {
  const { chats, common } = useTexts()
  const userId = useAppState((state) => state.userId)
  const typing = useAppState((state) => state.typing.get(chat.info.id))
  const last = lastMessageOf(chat)
  const summary = useSummary()
  const isOwn = last?.senderId === userId
  const sender = useUserName(last && !isOwn && chat.info.type === 'group' ? last.senderId : null)
  const [writer] = typing?.keys() ?? []
  const writerName = useUserName(writer ?? null)
  const look = classNames('min-w-0 flex-1 truncate text-start text-sm', chat.unread > 0 ? 'text-ink' : 'text-muted')
  if (writer !== undefined) return <span className={classNames(look, 'text-accent!')}>{chats.typingOne(writerName)}</span>
  if (!last) return <span className={`${look} italic`}>{chats.noMessages}</span>
  const prefix = isOwn ? common.you : chat.info.type === 'group' ? sender : null
  return (
    <span className={look}>
      {prefix !== null && (
        <>
          <bdi>{prefix}</bdi>:{' '}
        </>
      )}
      <bdi className={last.deletedAt === null ? '' : 'italic'}>{summary(last)}</bdi>
    </span>
  )
}
