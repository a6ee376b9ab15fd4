import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useAppState, useClient } from '../../../app/client.js'
import { IconButton } from '../../../components/button.js'
import { Confirm } from '../../../components/confirm.js'
import { Icon } from '../../../components/icon.js'
import { Menu, MenuItem } from '../../../components/menu.js'
import { plural } from '../../../lib/text.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChatName, usePartner } from '../api/use-chats.js'
import { ChatAvatar } from './chat-avatar.js'
import { MembersDialog } from './members-dialog.js'

export function ChatHeader({ chat }: { chat: ChatState }) {
  const name = useChatName(chat)
  const isGroup = chat.info.type === 'group'
  const [showsMembers, setShowsMembers] = useState(false)
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-line border-b bg-panel px-2 sm:px-4">
      <Link
        to="/chats"
        aria-label="Back to the chats"
        className="inline-flex size-10 items-center justify-center rounded-lg text-muted hover:bg-sunken md:hidden"
      >
        <Icon name="back" className="size-6" />
      </Link>
      <ChatAvatar chat={chat} />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold text-base">
          <bdi>{name}</bdi>
        </h2>
        <p className="truncate text-muted text-sm">{isGroup ? <GroupLine chat={chat} /> : <Handle chat={chat} />}</p>
      </div>
      {isGroup && (
        <>
          <IconButton icon="people" label="Members" onClick={() => setShowsMembers(true)} />
          <GroupMenu chat={chat} name={name} />
          {showsMembers && <MembersDialog chat={chat} onClose={() => setShowsMembers(false)} />}
        </>
      )}
    </header>
  )
}

function GroupLine({ chat: { info } }: { chat: ChatState }) {
  return (
    <>
      {info.visibility === 'public' ? 'Public room' : 'Group'} · {plural(info.memberCount, 'member', 'members')}
      {info.topic !== null && (
        <>
          {' · '}
          <bdi>{info.topic}</bdi>
        </>
      )}
    </>
  )
}

function Handle({ chat }: { chat: ChatState }) {
  const partner = usePartner(chat)
  const user = useAppState((state) => state.users.get(partner?.userId ?? '')) ?? partner?.user
  return user ? `@${user.handle}` : null
}

function GroupMenu({ chat, name }: { chat: ChatState; name: string }) {
  const client = useClient()
  const navigate = useNavigate()
  const [asks, setAsks] = useState(false)
  const isRoom = chat.info.visibility === 'public'
  const leave = async () => {
    await client.leaveChat(chat.info.id)
    await navigate('/chats')
  }
  return (
    <>
      <Menu trigger={<IconButton icon="more" label="More" className="-ms-2" />}>
        <MenuItem icon="exit" danger onSelect={() => setAsks(true)}>
          Leave {isRoom ? 'room' : 'group'}
        </MenuItem>
      </Menu>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={`Leave \u2068${name}\u2069?`}
        text={isRoom ? 'You can join again at any time.' : 'You can come back only if somebody adds you.'}
        action="Leave"
        onConfirm={leave}
      />
    </>
  )
}
