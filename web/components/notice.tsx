import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.js'
import { Icon } from './icon.js'

/** Something to know, above what it is about. A problem is read out at once. */
export function Notice({ tone, children }: { tone: 'problem' | 'info'; children: ReactNode }) {
  return (
    <div
      role={tone === 'problem' ? 'alert' : 'status'}
      className={classNames(
        'flex gap-2.5 rounded-lg px-3 py-2.5 text-sm',
        tone === 'problem' ? 'bg-danger-soft text-danger' : 'bg-accent-soft text-ink',
      )}
    >
      <Icon name={tone === 'problem' ? 'alert' : 'mail'} className="mt-px size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
