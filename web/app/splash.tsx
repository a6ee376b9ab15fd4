import { Wordmark } from '../components/wordmark.js'

/** While it is not known yet whether somebody is signed in. */
export function Splash({ failing }: { failing: boolean }) {
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 px-6 text-center">
      <div className="animate-breathe">
        <Wordmark />
      </div>
      <p role="status" className="min-h-6 text-muted">
        {failing ? 'The server cannot be reached. Trying again …' : ''}
      </p>
    </main>
  )
}
