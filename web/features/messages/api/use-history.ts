import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from '../../../app/client.js'
import type { ChatState } from '../../../sdk/state.js'

export interface History {
  readonly hasOlder: boolean
  /** Nothing was fetched yet, and what is held is hardly a conversation. */
  readonly isFirst: boolean
  readonly problem: Error | null
  readonly loadOlder: () => void
}

/** Enough to fill a screen. */
const firstPage = 25

export function useHistory(chat: ChatState): History {
  const client = useClient()
  const chatId = chat.info.id
  const hasOlder = chat.from > chat.me.firstNumber
  const held = chat.info.messageCount - chat.from + 1
  const [problem, setProblem] = useState<Error | null>(null)
  const [hasAsked, setHasAsked] = useState(false)
  const isLoading = useRef(false)

  const loadOlder = useCallback(() => {
    if (isLoading.current) return
    isLoading.current = true
    setProblem(null)
    client
      .loadOlder(chatId)
      .catch((error: unknown) => setProblem(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        isLoading.current = false
        setHasAsked(true)
      })
  }, [client, chatId])

  const isFirst = hasOlder && held < firstPage && !hasAsked
  useEffect(() => {
    if (isFirst) loadOlder()
  }, [isFirst, loadOlder])
  return { hasOlder, isFirst, problem, loadOlder }
}
