import { Link } from 'react-router'
import { useAppState } from '../../../app/client.js'
import { IconButton } from '../../../components/button.js'
import { Icon } from '../../../components/icon.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import { atHandle } from '../../../lib/text.js'
import type { ChatState } from '../../../sdk/state.js'
import { usePanel } from '../../messages/api/use-panel.js'
import { useChatName, usePartner } from '../api/use-chats.js'
import { ChatAvatar } from './chat-avatar.js'

export function ChatHeader({ chat }: { chat: ChatState }) {
  const name = useChatName(chat)
  const { chats, messages, search } = useTexts()
  const { panel, open, close } = usePanel()
  const isGroup = chat.info.type === 'group'
  const toggle = (kind: 'details' | 'pins' | 'search') => () => (panel?.kind === kind ? close() : open(kind))
  return (
    <header className="flex h-16 shrink-0 items-center gap-1 border-line border-b bg-panel px-2 sm:px-4">
      <Link
        to="/chats"
        aria-label={chats.toChats}
        className="inline-flex size-10 items-center justify-center rounded-lg text-muted hover:bg-sunken md:hidden"
      >
        <Icon name="back" className="size-6 rtl:-scale-x-100" />
      </Link>
      <div className="relative me-auto flex min-w-0 items-center gap-3 rounded-xl py-1 ps-1 pe-3 hover:bg-sunken">
        <ChatAvatar chat={chat} showsPresence />
        <div className="min-w-0">
          <h2 className="truncate font-semibold text-base">
            <bdi>{name}</bdi>
          </h2>
          <p className="truncate text-muted text-sm">{isGroup ? <GroupLine chat={chat} /> : <PersonLine chat={chat} />}</p>
        </div>
        <button
          type="button"
          onClick={toggle('details')}
          aria-label={`${chats.details}: ${name}`}
          className="absolute inset-0 rounded-xl"
        />
      </div>
      <IconButton icon="search" label={search.title} onClick={toggle('search')} aria-pressed={panel?.kind === 'search'} />
      <IconButton icon="pin" label={messages.pinned} onClick={toggle('pins')} aria-pressed={panel?.kind === 'pins'} />
      <IconButton
        icon={isGroup ? 'people' : 'person'}
        label={isGroup ? chats.members : chats.details}
        onClick={toggle('details')}
        aria-pressed={panel?.kind === 'details'}
        className="max-sm:hidden"
      />
    </header>
  )
}

function GroupLine({ chat: { info } }: { chat: ChatState }) {
  const { chats } = useTexts()
  return (
    <>
      {info.visibility === 'public' ? chats.public : chats.group} · {chats.memberCount(info.memberCount)}
      {info.topic !== null && (
        <>
          {' · '}
          <bdi>{info.topic}</bdi>
        </>
      )}
    </>
  )
}

function PersonLine({ chat }: { chat: ChatState }) {
  const { chats } = useTexts()
  const times = useTimes()
  const partner = usePartner(chat)
  const user = useAppState((state) => state.users.get(partner?.userId ?? '')) ?? partner?.user
  const presence = useAppState((state) => state.presence.get(partner?.userId ?? ''))
  if (!user) return null
  const there =
    presence === undefined
      ? null
      : presence.status !== 'offline'
        ? chats[presence.status]
        : presence.lastSeenAt === null
          ? null
          : chats.lastSeen(times.ago(presence.lastSeenAt))
  return [atHandle(user.handle), there].filter(Boolean).join(' · ')
}
