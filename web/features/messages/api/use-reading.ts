import { type RefObject, useCallback, useEffect, useState } from 'react'
import { useClient } from '../../../app/client.js'
import type { ChatState } from '../../../sdk/state.js'
import { lastNumberInView } from './use-scroll-keeper.js'

/** Marks as read what is in view while the page is, and remembers where reading started: the line above the first unread message. */
export function useReading(chat: ChatState, scroller: RefObject<HTMLElement | null>) {
  const client = useClient()
  const chatId = chat.info.id
  const [startedAt, setStartedAt] = useState(chat.unread > 0 ? chat.me.readNumber : null)

  const markInView = useCallback(() => {
    const box = scroller.current
    if (box && document.visibilityState === 'visible') client.readMarks.advance(chatId, lastNumberInView(box))
  }, [client, chatId, scroller])

  useEffect(() => {
    const turned = () => {
      if (document.visibilityState === 'visible') markInView()
      else setStartedAt(client.store.get().chats.get(chatId)?.me.readNumber ?? null)
    }
    document.addEventListener('visibilitychange', turned)
    return () => document.removeEventListener('visibilitychange', turned)
  }, [client, chatId, markInView])

  return { startedAt, markInView }
}
