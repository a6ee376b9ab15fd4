import { Outlet, useParams } from 'react-router'
import { ErrorBoundary } from '../../../app/error-boundary.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import { useTitle } from '../../../lib/use-title.js'
import type { ChatState } from '../../../sdk/state.js'
import { usePalette } from '../../palette/api/use-palette.js'
import { useChat, useChatName, useTotalUnread } from '../api/use-chats.js'
import { useNotifications } from '../api/use-notifications.js'
import { ChatList } from './chat-list.js'
import { ConnectionBanner } from './connection-banner.js'
import { SidebarHeader } from './sidebar-header.js'
import { StartDialogs } from './start-dialogs.js'

/** The chats and the open one side by side; on a narrow screen one of the two. */
export function ChatsLayout() {
  const { chatId, which } = useParams()
  const isListAlone = chatId === undefined && which === undefined
  const { chats } = useTexts()
  const chat = useChat(chatId ?? '')
  useNotifications()
  return (
    <StartDialogs>
      <Palette />
      {chat ? <ChatTitle chat={chat} /> : <PlainTitle name={chats.title} />}
      <div className="flex h-full">
        <div
          className={classNames(
            'min-h-0 w-full flex-col border-line bg-panel md:flex md:w-80 md:shrink-0 md:border-e lg:w-88',
            isListAlone ? 'flex' : 'hidden',
          )}
        >
          <SidebarHeader />
          <ConnectionBanner />
          <nav aria-label={chats.title} className="flex min-h-0 flex-1 flex-col overflow-y-auto pb-4">
            <ErrorBoundary>
              <ChatList />
            </ErrorBoundary>
          </nav>
        </div>
        <main className={classNames('min-h-0 min-w-0 flex-1 flex-col md:flex', isListAlone ? 'hidden' : 'flex')}>
          <ErrorBoundary key={chatId ?? which ?? 'none'}>
            <Outlet />
          </ErrorBoundary>
        </main>
      </div>
    </StartDialogs>
  )
}

const Palette = () => usePalette()

function PlainTitle({ name }: { name: string }) {
  const unread = useTotalUnread()
  const { chats } = useTexts()
  useTitle(`${unread > 0 ? `${chats.banner(unread)} ` : ''}${name} · Parley`)
  return null
}

const ChatTitle = ({ chat }: { chat: ChatState }) => <PlainTitle name={useChatName(chat)} />
