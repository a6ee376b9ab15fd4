import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAppState, useClient } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { IconButton } from '../../../components/button.js'
import { Icon } from '../../../components/icon.js'
import { Menu, MenuHeading, MenuItem, MenuLine } from '../../../components/menu.js'
import { useNotify } from '../../../components/toasts.js'
import { Wordmark } from '../../../components/wordmark.js'
import { useTexts } from '../../../i18n/language.js'
import { atHandle } from '../../../lib/text.js'
import { useShowsReports } from '../../moderation/api/use-shows-reports.js'
import { openPalette } from '../../palette/api/palette-state.js'
import { InboxLinks } from '../../panels/components/inbox-links.js'
import { useStartDialogs } from './start-dialogs.js'

export function SidebarHeader() {
  const start = useStartDialogs()
  const { chats, palette } = useTexts()
  return (
    <>
      <header className="flex h-16 shrink-0 items-center gap-1 ps-4 pe-3">
        <h1 className="flex flex-1">
          <Wordmark small />
        </h1>
        <Menu trigger={<IconButton icon="compose" label={chats.start} />}>
          <MenuItem icon="person" onSelect={() => start('private')}>
            {chats.newMessage}
          </MenuItem>
          <MenuItem icon="people" onSelect={() => start('group')}>
            {chats.newGroup}
          </MenuItem>
          <MenuItem icon="globe" onSelect={() => start('rooms')}>
            {chats.browseRooms}
          </MenuItem>
        </Menu>
        <AccountMenu />
      </header>
      <button
        type="button"
        onClick={openPalette}
        className="mx-3 mb-2 flex min-h-10 items-center gap-2.5 rounded-xl bg-sunken px-3 text-muted text-sm transition-colors hover:text-ink"
      >
        <Icon name="search" className="size-4.5" />
        <span className="flex-1 truncate text-start">{palette.open}</span>
        <kbd className="rounded-md border border-line bg-panel px-1.5 font-sans text-xs pointer-coarse:hidden">Ctrl K</kbd>
      </button>
      <InboxLinks />
    </>
  )
}

function AccountMenu() {
  const client = useClient()
  const user = useAppState((state) => state.users.get(state.userId ?? ''))
  const notify = useNotify()
  const navigate = useNavigate()
  const { chats, settings } = useTexts()
  const showsReports = useShowsReports()
  const [leaving, setLeaving] = useState(false)
  if (!user) return null
  const signOut = () => {
    setLeaving(true)
    client.session
      .logout()
      .catch(notify)
      .finally(() => setLeaving(false))
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={chats.account}
          disabled={leaving}
          className="inline-flex size-10 items-center justify-center rounded-full"
        >
          <Avatar id={user.id} name={user.displayName} size="small" />
        </button>
      }
    >
      <MenuHeading>
        <span className="block max-w-60 truncate font-medium">
          <bdi>{user.displayName}</bdi>
        </span>
        <span className="block max-w-60 truncate text-muted text-sm">{atHandle(user.handle)}</span>
      </MenuHeading>
      <MenuLine />
      <MenuItem icon="settings" onSelect={() => void navigate('/settings/profile')}>
        {settings.title}
      </MenuItem>
      {showsReports && (
        <MenuItem icon="shield" onSelect={() => void navigate('/reports')}>
          {chats.reports}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon="exit" onSelect={signOut}>
        {chats.signOut}
      </MenuItem>
    </Menu>
  )
}
