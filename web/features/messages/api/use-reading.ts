import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from '../../../app/client.js'
import type { ChatState } from '../../../sdk/state.js'

/** Marks as read what is in view while the page is, and remembers where reading started: the line above the first unread message. */
export function useReading(chat: ChatState) {
  const client = useClient()
  const chatId = chat.info.id
  const [startedAt, setStartedAt] = useState(chat.unread > 0 ? chat.me.readNumber : null)
  const inView = useRef(0)

  const markInView = useCallback(
    (number: number) => {
      inView.current = number
      if (document.visibilityState === 'visible') client.readMarks.advance(chatId, number)
    },
    [client, chatId],
  )

  useEffect(() => {
    const turned = () => {
      if (document.visibilityState === 'visible') client.readMarks.advance(chatId, inView.current)
      else setStartedAt(client.store.get().chats.get(chatId)?.me.readNumber ?? null)
    }
    document.addEventListener('visibilitychange', turned)
    return () => document.removeEventListener('visibilitychange', turned)
  }, [client, chatId])

  return { startedAt, markInView }
}
