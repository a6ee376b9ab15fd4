import { useEffect, useState } from 'react'
import { useSocketStatus } from '../../../app/client.js'
import { useTexts } from '../../../i18n/language.js'

/** A connection that is back at once is not worth a word. */
const worthSaying = 2_500

/** Says when what is shown may not be the latest. */
export function ConnectionBanner() {
  const { chats } = useTexts()
  const status = useSocketStatus()
  const isLive = status === 'live' || status === 'idle'
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    if (isLive) return setIsLate(false)
    const timer = setTimeout(() => setIsLate(true), worthSaying)
    return () => clearTimeout(timer)
  }, [isLive])
  const text = status === 'refused' ? chats.refused : isLate ? chats.connecting : null
  return (
    <div role="status">
      {text !== null && <p className="mx-3 mb-2 animate-fade rounded-lg bg-danger-soft px-3 py-2 text-danger text-sm">{text}</p>}
    </div>
  )
}
