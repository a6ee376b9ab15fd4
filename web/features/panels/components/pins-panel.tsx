import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useClient } from '../../../app/client.js'
import { EmptyState } from '../../../components/empty-state.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { MessageCard } from './message-card.js'

export function PinsPanel({ chat }: { chat: ChatState }) {
  const { api } = useClient()
  const { messages } = useTexts()
  const chatId = chat.info.id
  // Which of the held ones are pinned: when that changes, so may the list.
  const held = useMemo(
    () =>
      [...chat.messages.values()]
        .filter((one) => one.pinnedAt !== null)
        .map((one) => one.id)
        .join(),
    [chat.messages],
  )
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['pins', chatId, held],
    queryFn: () => api.pins(chatId),
    placeholderData: (before) => before,
  })
  if (isPending) return <ListSkeleton rows={3} />
  if (!data && error)
    return (
      <div className="p-3">
        <FailedToLoad error={error} onRetry={refetch} />
      </div>
    )
  if (!data || data.items.length === 0) return <EmptyState icon="pin" title={messages.pinned} text={messages.noPins} />
  return (
    <ul className="flex flex-col gap-2 overflow-y-auto p-3">
      {data.items.map((message) => (
        <li key={message.id}>
          <MessageCard message={message} />
        </li>
      ))}
    </ul>
  )
}
