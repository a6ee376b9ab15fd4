import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from '../../../app/client.js'

/** A reader who only scrolls through has nothing fetched. Milliseconds. */
const rest = 70

/** Has what is looked at fetched. */
export function useMessageWindow(chatId: string, first: number, last: number) {
  const client = useClient()
  const [problem, setProblem] = useState<Error | null>(null)
  const isFirst = useRef(true)

  const load = useCallback(() => {
    setProblem(null)
    client
      .loadMessages(chatId, first, last)
      .catch((error: unknown) => setProblem(error instanceof Error ? error : new Error(String(error))))
  }, [client, chatId, first, last])

  useEffect(() => {
    if (first > last) return
    const timer = setTimeout(load, isFirst.current ? 0 : rest)
    isFirst.current = false
    return () => clearTimeout(timer)
  }, [load, first, last])
  return { problem, load }
}
