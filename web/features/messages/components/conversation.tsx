import { useState } from 'react'
import { MessagesSkeleton } from '../../../components/skeleton.js'
import type { ChatState } from '../../../sdk/state.js'
import { useMessageWindow } from '../api/use-message-window.js'
import { MessageList } from './message-list.js'

/** Enough to fill a screen. */
const firstPage = 25

/** The messages, once there are enough of them to open at the right place. What is let go of later is no reason to begin anew. */
export function Conversation({ chat }: { chat: ChatState }) {
  const { firstNumber, readNumber } = chat.me
  const end = chat.info.messageCount
  const start = chat.unread > 0 ? Math.min(end, Math.max(firstNumber, readNumber + 1)) : end
  const from = Math.max(firstNumber, start - firstPage)
  const [isShown, setIsShown] = useState(false)
  const { problem } = useMessageWindow(chat.info.id, from, isShown ? from - 1 : start)
  const isReady = end < firstNumber || problem !== null || (chat.messages.has(start) && chat.messages.has(from))
  if (isReady && !isShown) setIsShown(true)
  return isShown || isReady ? <MessageList chat={chat} /> : <MessagesSkeleton />
}
