import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.js'

/** Nothing here yet: what this place is for, and what to do. */
export function EmptyState({ icon, title, text, children }: { icon: IconName; title: string; text: string; children?: ReactNode }) {
  return (
    <div className="m-auto flex max-w-md flex-col items-center px-6 py-10 text-center">
      <span className="mb-4 inline-flex size-14 items-center justify-center rounded-2xl bg-accent-soft text-accent">
        <Icon name={icon} className="size-7" />
      </span>
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="mt-1 max-w-sm text-muted">{text}</p>
      {children && <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}
