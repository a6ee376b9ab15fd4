import { useMemo, useState } from 'react'
import { useParams } from 'react-router'
import { useAppState } from '../../../app/client.js'
import { ButtonLink } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { MessagesSkeleton } from '../../../components/skeleton.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { Composer } from '../../composer/components/composer.js'
import { Conversation } from '../../messages/components/conversation.js'
import { type Composing, ConversationContext } from '../../messages/conversation-context.js'
import { SidePanel } from '../../panels/components/side-panel.js'
import { useChat, useChatName } from '../api/use-chats.js'
import { ChatHeader } from './chat-header.js'

export function ChatPage() {
  const { chatId = '' } = useParams()
  const chat = useChat(chatId)
  const isLoaded = useAppState((state) => state.loaded)
  const { chats } = useTexts()
  if (chat) return <OpenChat key={chatId} chat={chat} />
  if (!isLoaded) return <MessagesSkeleton />
  return (
    <EmptyState icon="search" title={chats.notHere} text={chats.notHereLead}>
      <ButtonLink to="/chats" look="secondary">
        {chats.backToChats}
      </ButtonLink>
    </EmptyState>
  )
}

function OpenChat({ chat }: { chat: ChatState }) {
  const name = useChatName(chat)
  const [composing, compose] = useState<Composing>(null)
  const conversation = useMemo(() => ({ composing, compose }), [composing])
  return (
    <ConversationContext value={conversation}>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <ChatHeader chat={chat} />
          <Conversation chat={chat} />
          <Composer chat={chat} chatName={name} />
        </div>
        <SidePanel chat={chat} />
      </div>
    </ConversationContext>
  )
}
