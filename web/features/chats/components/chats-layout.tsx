import { Outlet, useParams } from 'react-router'
import { ErrorBoundary } from '../../../app/error-boundary.js'
import { classNames } from '../../../lib/class-names.js'
import { useTitle } from '../../../lib/use-title.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChat, useChatName, useTotalUnread } from '../api/use-chats.js'
import { ChatList } from './chat-list.js'
import { ConnectionBanner } from './connection-banner.js'
import { SidebarHeader } from './sidebar-header.js'
import { StartDialogs } from './start-dialogs.js'

/** The chats and the open one side by side; on a narrow screen one of the two. */
export function ChatsLayout() {
  const { chatId } = useParams()
  const chat = useChat(chatId ?? '')
  return (
    <StartDialogs>
      {chat ? <ChatTitle chat={chat} /> : <PlainTitle name="Chats" />}
      <div className="flex h-full">
        <div
          className={classNames(
            'min-h-0 w-full flex-col border-line bg-panel md:flex md:w-80 md:shrink-0 md:border-e lg:w-88',
            chatId === undefined ? 'flex' : 'hidden',
          )}
        >
          <SidebarHeader />
          <ConnectionBanner />
          <nav aria-label="Chats" className="flex min-h-0 flex-1 flex-col overflow-y-auto pb-4">
            <ErrorBoundary>
              <ChatList />
            </ErrorBoundary>
          </nav>
        </div>
        <main className={classNames('min-h-0 min-w-0 flex-1 flex-col md:flex', chatId === undefined ? 'hidden' : 'flex')}>
          <ErrorBoundary key={chatId ?? 'none'}>
            <Outlet />
          </ErrorBoundary>
        </main>
      </div>
    </StartDialogs>
  )
}

function PlainTitle({ name }: { name: string }) {
  const unread = useTotalUnread()
  useTitle(`${unread > 0 ? `(${unread > 99 ? '99+' : unread}) ` : ''}${name} · Parley`)
  return null
}

const ChatTitle = ({ chat }: { chat: ChatState }) => <PlainTitle name={useChatName(chat)} />
