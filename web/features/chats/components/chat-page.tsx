import { useParams } from 'react-router'
import { useAppState } from '../../../app/client.js'
import { ButtonLink } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { MessagesSkeleton } from '../../../components/skeleton.js'
import type { ChatState } from '../../../sdk/state.js'
import { Composer } from '../../messages/components/composer.js'
import { Conversation } from '../../messages/components/conversation.js'
import { useChat, useChatName } from '../api/use-chats.js'
import { ChatHeader } from './chat-header.js'

export function ChatPage() {
  const { chatId = '' } = useParams()
  const chat = useChat(chatId)
  const isLoaded = useAppState((state) => state.loaded)
  if (chat) return <OpenChat key={chatId} chat={chat} />
  if (!isLoaded) return <MessagesSkeleton />
  return (
    <EmptyState icon="search" title="This chat is not here" text="You may have left it, or been removed, or it never existed.">
      <ButtonLink to="/chats" look="secondary">
        Back to your chats
      </ButtonLink>
    </EmptyState>
  )
}

function OpenChat({ chat }: { chat: ChatState }) {
  const name = useChatName(chat)
  return (
    <>
      <ChatHeader chat={chat} />
      <Conversation chat={chat} />
      <Composer chatId={chat.info.id} chatName={name} />
    </>
  )
}
