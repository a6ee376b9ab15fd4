import { useEffect, useState } from 'react'
import { Wordmark } from '../components/wordmark.js'
import { useTexts } from '../i18n/language.js'
import { useClient } from './client.js'

/** While it is not known yet whether somebody is signed in. */
export function Splash({ failing }: { failing: boolean }) {
  const { errors } = useTexts()
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 px-6 text-center">
      <div className="animate-breathe">
        <Wordmark />
      </div>
      <div role="status" className="min-h-12 text-muted">
        {failing && (
          <>
            <p>{errors.startFailing}</p>
            <Waiting />
          </>
        )}
      </div>
    </main>
  )
}

/** Whoever has written without a network must not fear for it. */
function Waiting() {
  const { outbox } = useClient()
  const { errors } = useTexts()
  const [count, setCount] = useState(0)
  useEffect(() => void outbox.waiting().then(setCount), [outbox])
  return count > 0 && <p>{errors.waiting(count)}</p>
}
