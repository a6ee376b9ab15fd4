import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { useAppState, useClient } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { Backdrop, useReturn } from '../../../components/dialog.js'
import { Icon, type IconName } from '../../../components/icon.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import { atHandle } from '../../../lib/text.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChatList, useChatName } from '../../chats/api/use-chats.js'
import { useUserSearch } from '../../chats/api/use-searches.js'
import { ChatAvatar } from '../../chats/components/chat-avatar.js'
import { useStartDialogs } from '../../chats/components/start-dialogs.js'
import { useShowsReports } from '../../moderation/api/use-shows-reports.js'
import { ShortcutsList } from './shortcuts-list.js'

/** Everything in one field: chats, people, and what to do. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { palette } = useTexts()
  const [typed, setTyped] = useState('')
  const [showsKeys, setShowsKeys] = useState(false)
  const navigate = useNavigate()
  const { remember, goBack } = useReturn()
  const go = (path: string) => {
    onClose()
    void navigate(path)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={remember}
          onCloseAutoFocus={goBack}
          className="fixed inset-x-3 top-3 z-30 mx-auto flex max-h-[min(32rem,85dvh)] max-w-xl animate-rise flex-col overflow-hidden rounded-2xl bg-panel shadow-floating outline-none sm:top-[12vh]"
        >
          <Dialog.Title className="sr-only">{palette.title}</Dialog.Title>
          {showsKeys ? (
            <ShortcutsList />
          ) : (
            <Command loop label={palette.title} className="flex min-h-0 flex-col">
              <div className="flex items-center gap-3 border-line border-b px-4">
                <Icon name="search" className="size-5 shrink-0 text-muted" />
                <Command.Input
                  value={typed}
                  onValueChange={setTyped}
                  placeholder={palette.placeholder}
                  className="min-h-13 flex-1 bg-transparent text-lg outline-none placeholder:text-muted"
                />
              </div>
              <Command.List className="min-h-0 flex-1 overflow-y-auto p-1.5">
                <Command.Empty className="px-4 py-8 text-center text-muted">{palette.nothing}</Command.Empty>
                <Chats go={go} />
                <People typed={typed} onClose={onClose} />
                <Actions go={go} onClose={onClose} onKeys={() => setShowsKeys(true)} />
              </Command.List>
            </Command>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={name}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  )
}

const item = 'flex min-h-11 cursor-default items-center gap-3 rounded-lg px-3 data-[selected=true]:bg-sunken'

function Chats({ go }: { go: (path: string) => void }) {
  const { palette } = useTexts()
  const chats = useChatList()
  return (
    <Group name={palette.chats}>
      {chats.map((chat) => (
        <ChatItem key={chat.info.id} chat={chat} go={go} />
      ))}
    </Group>
  )
}

function ChatItem({ chat, go }: { chat: ChatState; go: (path: string) => void }) {
  const name = useChatName(chat)
  return (
    <Command.Item value={chat.info.id} keywords={[name]} onSelect={() => go(`/chats/${chat.info.id}`)} className={item}>
      <ChatAvatar chat={chat} size="small" />
      <bdi className="truncate">{name}</bdi>
    </Command.Item>
  )
}

function People({ typed, onClose }: { typed: string; onClose: () => void }) {
  const { palette } = useTexts()
  const client = useClient()
  const notify = useNotify()
  const navigate = useNavigate()
  const userId = useAppState((state) => state.userId)
  const { data = [] } = useUserSearch(typed)
  if (typed.trim() === '' || data.length === 0) return null
  const open = (id: string) => {
    onClose()
    client.createChat({ type: 'private', userId: id }).then((chat) => navigate(`/chats/${chat.id}`), notify)
  }
  return (
    <Group name={palette.people}>
      {data
        .filter(({ id }) => id !== userId)
        .slice(0, 6)
        .map((user) => (
          <Command.Item
            key={user.id}
            value={user.id}
            keywords={[typed, user.displayName, user.handle]}
            onSelect={() => open(user.id)}
            className={item}
          >
            <Avatar id={user.id} name={user.displayName} size="small" />
            <bdi className="truncate">{user.displayName}</bdi>
            <span className="truncate text-muted text-sm">{atHandle(user.handle)}</span>
          </Command.Item>
        ))}
    </Group>
  )
}

function Actions({ go, onClose, onKeys }: { go: (path: string) => void; onClose: () => void; onKeys: () => void }) {
  const { palette, chats, settings, messages } = useTexts()
  const start = useStartDialogs()
  const showsReports = useShowsReports()
  const client = useClient()
  const notify = useNotify()
  const begin = (which: 'private' | 'group' | 'rooms') => () => {
    onClose()
    start(which)
  }
  const actions: readonly { icon: IconName; name: string; act: () => void }[] = [
    { icon: 'person', name: chats.newMessage, act: begin('private') },
    { icon: 'people', name: chats.newGroup, act: begin('group') },
    { icon: 'globe', name: chats.browseRooms, act: begin('rooms') },
    { icon: 'at', name: messages.mentions, act: () => go('/chats/inbox/mentions') },
    { icon: 'thread', name: messages.threads, act: () => go('/chats/inbox/threads') },
    { icon: 'search', name: palette.open, act: () => go('/chats/inbox/search') },
    { icon: 'settings', name: settings.title, act: () => go('/settings/profile') },
    { icon: 'device', name: settings.sessions, act: () => go('/settings/sessions') },
    ...(showsReports ? [{ icon: 'shield' as const, name: chats.reports, act: () => go('/reports') }] : []),
    { icon: 'keyboard', name: palette.shortcuts, act: onKeys },
    { icon: 'exit', name: chats.signOut, act: () => void client.session.logout().catch(notify) },
  ]
  return (
    <Group name={palette.actions}>
      {actions.map(({ icon, name, act }) => (
        <Command.Item key={icon} value={`action ${icon}`} keywords={[name]} onSelect={act} className={item}>
          <Icon name={icon} className="size-5 text-muted" />
          {name}
        </Command.Item>
      ))}
    </Group>
  )
}
