import { useNumbers } from '../i18n/language.js'
import { classNames } from '../lib/class-names.js'

const looks = {
  accent: 'bg-accent text-on-accent',
  muted: 'bg-line-strong text-canvas',
  mention: 'bg-mention text-on-mention',
} as const

/** How many there are, or a sign; `label` says it in words. */
export function Badge({ shows, label, look = 'accent' }: { shows: number | string; label: string; look?: keyof typeof looks }) {
  const number = useNumbers()
  const text = typeof shows === 'string' ? shows : shows > 99 ? `${number(99)}+` : number(shows)
  return (
    <span
      className={classNames(
        'inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full px-1.5 font-semibold text-xs tabular-nums',
        looks[look],
      )}
    >
      <span aria-hidden="true">{text}</span>
      <span className="sr-only">{label}</span>
    </span>
  )
}
