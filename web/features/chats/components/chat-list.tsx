import { useState } from 'react'
import { useAppState } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useTexts } from '../../../i18n/language.js'
import { type ChatFilter, useChatList } from '../api/use-chats.js'
import { usePresence } from '../api/use-presence.js'
import { ChatFilters } from './chat-filters.js'
import { ChatListItem } from './chat-list-item.js'
import { useStartDialogs } from './start-dialogs.js'

export function ChatList() {
  const { chats: texts } = useTexts()
  const [filter, setFilter] = useState<ChatFilter>('all')
  const chats = useChatList(filter)
  const isLoaded = useAppState((state) => state.loaded)
  const hasChats = useAppState((state) => state.chats.size > 0)
  usePresence()
  if (!hasChats) return isLoaded ? <NoChats /> : <ListSkeleton />
  return (
    <>
      <ChatFilters value={filter} onChange={setFilter} />
      {chats.length === 0 && (
        <p role="status" className="px-4 py-6 text-center text-muted">
          {filter === 'archived' ? texts.noneArchived : texts.noneUnread}
        </p>
      )}
      <ul className="flex flex-col gap-0.5 py-1">
        {chats.map((chat) => (
          <ChatListItem key={chat.info.id} chat={chat} />
        ))}
      </ul>
    </>
  )
}

function NoChats() {
  const { chats } = useTexts()
  const start = useStartDialogs()
  return (
    <>
      <p className="hidden px-4 py-3 text-muted md:block">{chats.listEmpty}</p>
      <div className="m-auto md:hidden">
        <EmptyState icon="compose" title={chats.none} text={chats.noneLead}>
          <Button onClick={() => start('private')}>{chats.newMessage}</Button>
          <Button look="secondary" onClick={() => start('rooms')}>
            {chats.browseRooms}
          </Button>
        </EmptyState>
      </div>
    </>
  )
}
