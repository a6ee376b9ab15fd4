import { useAppState } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useChatList } from '../api/use-chats.js'
import { ChatListItem } from './chat-list-item.js'
import { useStartDialogs } from './start-dialogs.js'

export function ChatList() {
  const chats = useChatList()
  const isLoaded = useAppState((state) => state.loaded)
  const start = useStartDialogs()
  if (chats.length === 0 && !isLoaded) return <ListSkeleton />
  if (chats.length === 0) {
    return (
      <>
        <p className="hidden px-4 py-3 text-muted md:block">Your conversations will be listed here.</p>
        <div className="m-auto md:hidden">
          <EmptyState
            icon="compose"
            title="No conversations yet"
            text="Write to somebody you know, or see what is being talked about in the open rooms."
          >
            <Button onClick={() => start('private')}>New message</Button>
            <Button look="secondary" onClick={() => start('rooms')}>
              Browse rooms
            </Button>
          </EmptyState>
        </div>
      </>
    )
  }
  return (
    <ul className="flex flex-col gap-0.5 py-1">
      {chats.map((chat) => (
        <ChatListItem key={chat.info.id} chat={chat} />
      ))}
    </ul>
  )
}
