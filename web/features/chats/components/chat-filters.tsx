import { ToggleGroup } from 'radix-ui'
import { useTexts } from '../../../i18n/language.js'
import type { ChatFilter } from '../api/use-chats.js'

export function ChatFilters({ value, onChange }: { value: ChatFilter; onChange: (filter: ChatFilter) => void }) {
  const { chats } = useTexts()
  const names = { all: chats.filterAll, unread: chats.filterUnread, archived: chats.filterArchived } as const
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => (next === 'all' || next === 'unread' || next === 'archived') && onChange(next)}
      aria-label={chats.filterLabel}
      className="flex gap-1 px-3 pt-1 pb-1.5"
    >
      {(['all', 'unread', 'archived'] as const).map((filter) => (
        <ToggleGroup.Item
          key={filter}
          value={filter}
          className="min-h-8 rounded-full px-3 font-medium text-muted text-sm transition-colors hover:bg-sunken data-[state=on]:bg-accent-soft data-[state=on]:text-accent"
        >
          {names[filter]}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
