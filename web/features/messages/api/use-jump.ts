import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ChatState } from '../../../sdk/state.js'

const shownFor = 2_500

/** Goes to the message number that the address names, and tells which one it is for a moment. */
export function useJump(chat: ChatState, goTo: (number: number) => void): number | null {
  const [query, setQuery] = useSearchParams()
  const [flashed, setFlashed] = useState<number | null>(null)
  const wanted = Number(query.get('at') ?? Number.NaN)
  const isThere = wanted >= chat.me.firstNumber && wanted <= chat.info.messageCount

  useEffect(() => {
    if (!isThere) return
    goTo(wanted)
    setFlashed(wanted)
    setQuery(
      (now) => {
        now.delete('at')
        return now
      },
      { replace: true },
    )
  }, [isThere, wanted, goTo, setQuery])

  useEffect(() => {
    if (flashed === null) return
    const timer = setTimeout(() => setFlashed(null), shownFor)
    return () => clearTimeout(timer)
  }, [flashed])
  return flashed
}
