import { Wordmark } from '../components/wordmark.js'
import { useTexts } from '../i18n/language.js'

/** While it is not known yet whether somebody is signed in. */
export function Splash({ failing }: { failing: boolean }) {
  const { errors } = useTexts()
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 px-6 text-center">
      <div className="animate-breathe">
        <Wordmark />
      </div>
      <p role="status" className="min-h-6 text-muted">
        {failing ? errors.startFailing : ''}
      </p>
    </main>
  )
}
