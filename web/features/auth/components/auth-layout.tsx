import type { ReactNode } from 'react'
import { Wordmark } from '../../../components/wordmark.js'
import { useTexts } from '../../../i18n/language.js'
import { useTitle } from '../../../lib/use-title.js'

/** One thing to do, in the middle of the page. */
export function AuthLayout({
  title,
  lead,
  children,
  footer,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
  footer?: ReactNode
}) {
  const { auth } = useTexts()
  useTitle(`${title} · Parley`)
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <main className="m-auto flex w-full max-w-md flex-col px-5 py-10">
        <div className="mb-8">
          <Wordmark />
          <p className="mt-2 text-muted">{auth.tagline}</p>
        </div>
        <div className="rounded-2xl border border-line bg-panel p-6 shadow-raised sm:p-8">
          <h1 className="font-semibold text-xl">{title}</h1>
          {lead && <div className="mt-1.5 text-muted">{lead}</div>}
          <div className="mt-6">{children}</div>
        </div>
        {footer && <p className="mt-6 text-center text-muted">{footer}</p>}
      </main>
    </div>
  )
}
