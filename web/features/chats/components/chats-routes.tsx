import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { ChatPage } from './chat-page.js'
import { ChatsLayout } from './chats-layout.js'
import { NoChatPage } from './no-chat-page.js'

const InboxPage = lazy(async () => ({ default: (await import('../../panels/components/inbox-page.js')).InboxPage }))

export const ChatsRoutes = () => (
  <Routes>
    <Route element={<ChatsLayout />}>
      <Route index element={<NoChatPage />} />
      <Route path="inbox/:which" element={<InboxPage />} />
      <Route path=":chatId" element={<ChatPage />} />
    </Route>
  </Routes>
)
