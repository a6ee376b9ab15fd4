import { Route, Routes } from 'react-router'
import { ChatPage } from './chat-page.js'
import { ChatsLayout } from './chats-layout.js'
import { NoChatPage } from './no-chat-page.js'

export const ChatsRoutes = () => (
  <Routes>
    <Route element={<ChatsLayout />}>
      <Route index element={<NoChatPage />} />
      <Route path=":chatId" element={<ChatPage />} />
    </Route>
  </Routes>
)
