import { IconButton } from '../../../components/button.js'
import { Menu, MenuItem } from '../../../components/menu.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { useOwnSettings } from '../api/use-own-settings.js'

/** What one does with a chat in one's own list; nobody else sees any of it. */
export function ChatItemMenu({ chat, name }: { chat: ChatState; name: string }) {
  const { chats, common } = useTexts()
  const change = useOwnSettings(chat)
  const { pinned, muted, archived, markedUnread } = chat.me
  const isUnread = chat.unread > 0 || markedUnread
  return (
    <div className="absolute end-1.5 top-1.5 opacity-0 focus-within:opacity-100 group-hover/chat:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:hidden">
      <Menu trigger={<IconButton icon="more" label={`${common.more}: ${name}`} small className="bg-panel shadow-raised" />}>
        <MenuItem icon="pin" onSelect={() => change({ pinned: !pinned })}>
          {pinned ? chats.unpin : chats.pin}
        </MenuItem>
        <MenuItem icon={muted ? 'bell' : 'bellOff'} onSelect={() => change({ muted: !muted })}>
          {muted ? chats.unmute : chats.mute}
        </MenuItem>
        <MenuItem icon="mail" onSelect={() => change(isUnread ? { markedUnread: false } : { markedUnread: true })}>
          {isUnread ? chats.markRead : chats.markUnread}
        </MenuItem>
        <MenuItem icon="archive" onSelect={() => change({ archived: !archived })}>
          {archived ? chats.unarchive : chats.archive}
        </MenuItem>
      </Menu>
    </div>
  )
}
