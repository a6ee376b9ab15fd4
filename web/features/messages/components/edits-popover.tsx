import { useQuery } from '@tanstack/react-query'
import { Popover } from 'radix-ui'
import type { ReactElement } from 'react'
import { useClient } from '../../../app/client.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import type { Message } from '../../../sdk/model.js'

/** How a message was before; open when it is first drawn. */
export function EditsPopover({ trigger, chatId, message }: { trigger: ReactElement; chatId: string; message: Message }) {
  const { messages } = useTexts()
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={6}
          collisionPadding={12}
          aria-label={messages.showEdits}
          className="z-30 max-h-72 w-72 animate-fade overflow-y-auto rounded-xl border border-line bg-panel p-3 shadow-floating outline-none"
        >
          <Edits chatId={chatId} message={message} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Edits({ chatId, message }: { chatId: string; message: Message }) {
  const { api } = useClient()
  const { messages } = useTexts()
  const times = useTimes()
  const { data, error, refetch } = useQuery({
    queryKey: ['edits', message.id, message.seq],
    queryFn: () => api.edits(chatId, message.id),
    networkMode: 'always',
  })
  return (
    <>
      <h3 className="mb-2 font-semibold text-sm">{messages.showEdits}</h3>
      {!data && (error ? <FailedToLoad error={error} onRetry={refetch} /> : <ListSkeleton rows={1} />)}
      <ol className="flex flex-col gap-2 text-sm">
        {(data?.items ?? []).map(({ text, editedAt }) => (
          <li key={editedAt}>
            <span className="verbatim block" dir="auto">
              {text}
            </span>
            <time dateTime={editedAt} className="text-muted text-xs">
              {times.full(editedAt)}
            </time>
          </li>
        ))}
      </ol>
    </>
  )
}
