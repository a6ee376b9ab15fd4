import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { Icon } from '../../../components/icon.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useTexts } from '../../../i18n/language.js'
import type { Message } from '../../../sdk/model.js'
import { useChat, useChatName } from '../../chats/api/use-chats.js'
import { MessageCard } from './message-card.js'
import { SearchPanel } from './search-panel.js'

/** What concerns one out of all chats: mentions, threads one follows, and the search through everything. */
export function InboxPage() {
  const { which = '' } = useParams()
  const { messages, search, chats } = useTexts()
  const titles: Readonly<Record<string, string>> = { mentions: messages.mentions, threads: messages.threads, search: search.title }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-16 shrink-0 items-center gap-2 border-line border-b bg-panel px-3 sm:px-5">
        <Link
          to="/chats"
          aria-label={chats.toChats}
          className="inline-flex size-10 items-center justify-center rounded-lg text-muted hover:bg-sunken md:hidden"
        >
          <Icon name="back" className="size-6 rtl:-scale-x-100" />
        </Link>
        <h2 className="font-semibold text-base">{titles[which] ?? ''}</h2>
      </header>
      <div className="mx-auto flex min-h-0 w-full max-w-3xl flex-1 flex-col">
        {which === 'mentions' && <Mentions />}
        {which === 'threads' && <Threads />}
        {which === 'search' && <SearchPanel chat={null} />}
      </div>
    </div>
  )
}

function Mentions() {
  const { api } = useClient()
  const { messages } = useTexts()
  const list = useInfiniteQuery({
    queryKey: ['mentions'],
    queryFn: ({ pageParam }) => api.mentions(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
  return <Cards list={list} items={list.data} empty={<EmptyState icon="at" title={messages.mentions} text={messages.noMentions} />} />
}

function Threads() {
  const { api } = useClient()
  const { messages } = useTexts()
  const list = useInfiniteQuery({
    queryKey: ['threads'],
    queryFn: ({ pageParam }) => api.threads(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items.map(({ root, lastReply }) => lastReply ?? root)),
  })
  return <Cards list={list} items={list.data} empty={<EmptyState icon="thread" title={messages.threads} text={messages.noThreads} />} />
}

interface List {
  readonly isPending: boolean
  readonly error: Error | null
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): unknown
  refetch(): unknown
}

function Cards({ list, items, empty }: { list: List; items: readonly Message[] | undefined; empty: React.ReactNode }) {
  const { common } = useTexts()
  if (list.isPending) return <ListSkeleton />
  if (!items && list.error)
    return (
      <div className="p-3 sm:p-5">
        <FailedToLoad error={list.error} onRetry={() => list.refetch()} />
      </div>
    )
  if (!items || items.length === 0) return empty
  return (
    <ul className="flex flex-col gap-2 overflow-y-auto p-3 sm:p-5">
      {items.map((message) => (
        <li key={message.id}>
          <Placed message={message} />
        </li>
      ))}
      {list.hasNextPage && (
        <li>
          <Button look="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()} className="w-full">
            {common.showMore}
          </Button>
        </li>
      )}
    </ul>
  )
}

function Placed({ message }: { message: Message }) {
  const chat = useChat(message.chatId)
  return chat ? <InChat message={message} chat={chat} /> : <MessageCard message={message} />
}

const InChat = ({ message, chat }: { message: Message; chat: Parameters<typeof useChatName>[0] }) => (
  <MessageCard message={message} where={useChatName(chat)} />
)
