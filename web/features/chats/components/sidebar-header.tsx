import { useState } from 'react'
import { useClient, useSession } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { IconButton } from '../../../components/button.js'
import { Menu, MenuHeading, MenuItem, MenuLine } from '../../../components/menu.js'
import { useNotify } from '../../../components/toasts.js'
import { Wordmark } from '../../../components/wordmark.js'
import { useStartDialogs } from './start-dialogs.js'

export function SidebarHeader() {
  const start = useStartDialogs()
  return (
    <header className="flex h-16 shrink-0 items-center gap-1 ps-4 pe-3">
      <h1 className="flex flex-1">
        <Wordmark small />
      </h1>
      <Menu trigger={<IconButton icon="compose" label="Start a conversation" />}>
        <MenuItem icon="person" onSelect={() => start('private')}>
          New message
        </MenuItem>
        <MenuItem icon="people" onSelect={() => start('group')}>
          New group
        </MenuItem>
        <MenuItem icon="globe" onSelect={() => start('rooms')}>
          Browse rooms
        </MenuItem>
      </Menu>
      <AccountMenu />
    </header>
  )
}

function AccountMenu() {
  const session = useSession()
  const client = useClient()
  const notify = useNotify()
  const [leaving, setLeaving] = useState(false)
  if (session.status !== 'signed-in') return null
  const { user } = session
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
          aria-label="Your account"
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
        <span className="block max-w-60 truncate text-muted text-sm">@{user.handle}</span>
      </MenuHeading>
      <MenuLine />
      <MenuItem icon="exit" onSelect={signOut}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
