import { Avatar } from '../../../components/avatar.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChatName, usePartner } from '../api/use-chats.js'

export function ChatAvatar({ chat, size = 'medium' }: { chat: ChatState; size?: 'small' | 'medium' | 'large' }) {
  const name = useChatName(chat)
  const partner = usePartner(chat)
  return <Avatar id={partner?.userId ?? chat.info.id} name={name} size={size} shape={chat.info.type === 'group' ? 'square' : 'round'} />
}
