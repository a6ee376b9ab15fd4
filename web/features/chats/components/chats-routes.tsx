import { Route, Routes } from 'react-router'
import { onDemand } from '../../../components/on-demand.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { ChatPage } from './chat-page.js'
import { ChatsLayout } from './chats-layout.js'
import { NoChatPage } from './no-chat-page.js'

const InboxPage = onDemand(async () => (await import('../../panels/components/inbox-page.js')).InboxPage, <ListSkeleton rows={6} />)

export const ChatsRoutes = () => (
  <Routes>
    <Route element={<ChatsLayout />}>
      <Route index element={<NoChatPage />} />
      <Route path="inbox/:which" element={<InboxPage />} />
      <Route path=":chatId" element={<ChatPage />} />
    </Route>
  </Routes>
)
