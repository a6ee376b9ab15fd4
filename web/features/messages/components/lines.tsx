import { useTexts } from '../../../i18n/language.js'

export const DayLine = ({ name, at }: { name: string; at: string }) => (
  <p className="mt-3 mb-2 flex justify-center font-medium text-muted text-xs">
    <time dateTime={at} className="rounded-full bg-sunken px-3 py-1">
      {name}
    </time>
  </p>
)

export function UnreadLine() {
  const { messages } = useTexts()
  return (
    <p
      data-unread-line
      className="my-2 flex items-center gap-3 font-semibold text-accent text-xs before:h-px before:flex-1 before:bg-accent/40 after:h-px after:flex-1 after:bg-accent/40"
    >
      {messages.new}
    </p>
  )
}
