import { useTexts } from '../i18n/language.js'
import { classNames } from '../lib/class-names.js'

const Bar = ({ className }: { className: string }) => <div className={classNames('animate-breathe rounded-md bg-line', className)} />

const widths = ['w-2/5', 'w-3/5', 'w-1/2', 'w-2/3', 'w-1/3', 'w-3/4']

/** The shape of a list of people or chats that is on its way. */
export function ListSkeleton({ rows = 6 }: { rows?: number }) {
  const { common } = useTexts()
  return (
    <div role="status" aria-label={common.loading} className="flex flex-col">
      {widths.slice(0, rows).map((width) => (
        <div key={width} className="flex items-center gap-3 px-4 py-3">
          <div className="size-12 shrink-0 animate-breathe rounded-full bg-line" />
          <div className="flex flex-1 flex-col gap-2">
            <Bar className={classNames('h-3.5', width)} />
            <Bar className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  )
}

/** The shape of the emoji that are on their way: a field to search in, and rows of eight. */
export function EmojiSkeleton() {
  const { common } = useTexts()
  return (
    <div role="status" aria-label={common.loading} className="flex flex-col gap-3 p-2">
      <Bar className="h-9 rounded-lg" />
      <div className="grid grid-cols-8 gap-1 px-1">
        {Array.from({ length: 48 }, (_, place) => place).map((place) => (
          <div key={place} className="size-7 animate-breathe rounded-lg bg-line" />
        ))}
      </div>
    </div>
  )
}

/** The shape of a conversation that is on its way. */
export function MessagesSkeleton() {
  const { messages } = useTexts()
  return (
    <div role="status" aria-label={messages.loading} className="flex flex-1 flex-col justify-end gap-3 px-4 py-6">
      <Bar className="h-10 w-2/5 rounded-2xl" />
      <Bar className="h-16 w-3/5 rounded-2xl" />
      <Bar className="h-10 w-1/3 self-end rounded-2xl" />
      <Bar className="h-10 w-1/2 rounded-2xl" />
      <Bar className="h-14 w-2/5 self-end rounded-2xl" />
    </div>
  )
}
