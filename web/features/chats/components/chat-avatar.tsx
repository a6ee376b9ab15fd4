import { useAppState } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChatName, usePartner } from '../api/use-chats.js'

export function ChatAvatar({
  chat,
  size = 'medium',
  showsPresence = false,
}: {
  chat: ChatState
  size?: 'small' | 'medium' | 'large'
  showsPresence?: boolean
}) {
  const name = useChatName(chat)
  const partner = usePartner(chat)
  return (
    <span className="relative inline-flex shrink-0">
      <Avatar id={partner?.userId ?? chat.info.id} name={name} size={size} shape={chat.info.type === 'group' ? 'square' : 'round'} />
      {showsPresence && partner && <PresenceDot userId={partner.userId} />}
    </span>
  )
}

/** Whether somebody is here; nothing at all where they are not, or nobody may know. */
export function PresenceDot({ userId }: { userId: string }) {
  const status = useAppState((state) => state.presence.get(userId)?.status)
  const { chats } = useTexts()
  if (status === undefined || status === 'offline') return null
  return (
    <span
      className={classNames(
        'absolute -end-0.5 -bottom-0.5 size-3.5 rounded-full border-2 border-panel',
        status === 'online' ? 'bg-online' : 'bg-away',
      )}
    >
      <span className="sr-only">{chats[status]}</span>
    </span>
  )
}
