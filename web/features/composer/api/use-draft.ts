import { useState } from 'react'
import { useAppState } from '../../../app/client.js'

/** What was begun and not sent, by user and chat; kept while the page is open. */
const drafts = new Map<string, string>()

export function useDraft(chatId: string): readonly [string, (text: string) => void] {
  const userId = useAppState((state) => state.userId)
  const key = `${userId}/${chatId}`
  const [text, setText] = useState(() => drafts.get(key) ?? '')
  const change = (next: string) => {
    if (next === '') drafts.delete(key)
    else drafts.set(key, next)
    setText(next)
  }
  return [text, change]
}
