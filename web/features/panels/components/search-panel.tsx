import { ToggleGroup } from 'radix-ui'
import { useState } from 'react'
import { Button } from '../../../components/button.js'
import { SearchField } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { Found } from '../../../sdk/api/message-api.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChat, useChatName } from '../../chats/api/use-chats.js'
import { useSearch } from '../api/use-search.js'
import { JumpToDate } from './jump-to-date.js'
import { MessageCard } from './message-card.js'

/** Finds what was said, here or everywhere; each result opens where it was said. */
export function SearchPanel({ chat }: { chat: ChatState | null }) {
  const { search, common } = useTexts()
  const explain = useExplain()
  const [typed, setTyped] = useState('')
  const [scope, setScope] = useState<'here' | 'everywhere'>(chat ? 'here' : 'everywhere')
  const found = useSearch(typed, scope === 'here' ? chat?.info.id : undefined)
  const isEmpty = typed.trim() === ''
  return (
    <>
      <div className="flex flex-col gap-2 p-3">
        <SearchField autoFocus label={search.label} value={typed} onChange={(event) => setTyped(event.target.value)} />
        {chat && (
          <ToggleGroup.Root
            type="single"
            value={scope}
            onValueChange={(next) => (next === 'here' || next === 'everywhere') && setScope(next)}
            aria-label={search.scope}
            className="flex gap-1"
          >
            {(['here', 'everywhere'] as const).map((one) => (
              <ToggleGroup.Item
                key={one}
                value={one}
                className="min-h-8 rounded-full px-3 font-medium text-muted text-sm hover:bg-sunken data-[state=on]:bg-accent-soft data-[state=on]:text-accent"
              >
                {search[one]}
              </ToggleGroup.Item>
            ))}
          </ToggleGroup.Root>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-4">
        {found.error && <Notice tone="problem">{explain(found.error)}</Notice>}
        {isEmpty && chat && <JumpToDate chat={chat} />}
        {isEmpty && <p className="py-8 text-center text-muted">{search.hint}</p>}
        {!isEmpty && found.isPending && !found.error && <ListSkeleton rows={4} />}
        {!isEmpty && found.data && (
          <p role="status" className={found.data.length === 0 ? 'py-8 text-center text-muted' : 'sr-only'}>
            {found.data.length === 0 ? search.nothing : search.results(found.data.length)}
          </p>
        )}
        <ul className="flex flex-col gap-2">
          {(isEmpty ? [] : (found.data ?? [])).map((one) => (
            <li key={one.message.id}>
              <Result found={one} showsWhere={scope === 'everywhere'} />
            </li>
          ))}
        </ul>
        {found.hasNextPage && (
          <Button look="secondary" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()} className="mt-2 w-full">
            {common.showMore}
          </Button>
        )}
      </div>
    </>
  )
}

function Result({ found, showsWhere }: { found: Found; showsWhere: boolean }) {
  const chat = useChat(found.message.chatId)
  const parts = found.snippet.map(({ text: part, hit }, place) => ({ part, hit, place }))
  const text = parts.map(({ part, hit, place }) =>
    hit ? (
      <mark key={place} className="rounded-sm bg-mention text-on-mention">
        {part}
      </mark>
    ) : (
      part
    ),
  )
  return showsWhere && chat ? (
    <ResultWithPlace found={found} chat={chat} text={text} />
  ) : (
    <MessageCard message={found.message} text={text} />
  )
}

function ResultWithPlace({ found, chat, text }: { found: Found; chat: ChatState; text: React.ReactNode }) {
  return <MessageCard message={found.message} where={useChatName(chat)} text={text} />
}
