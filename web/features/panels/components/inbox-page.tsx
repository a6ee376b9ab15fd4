import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { Badge } from '../../../components/badge.js'
import { Button } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { Icon } from '../../../components/icon.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useTexts } from '../../../i18n/language.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChat, useChatName } from '../../chats/api/use-chats.js'
import { useSummary } from '../../messages/api/use-summary.js'
import { useMentions, useThreads } from '../api/use-inbox.js'
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
  const list = useMentions()
  const { messages } = useTexts()
  return (
    <Cards list={list} empty={<EmptyState icon="at" title={messages.mentions} text={messages.noMentions} />}>
      {list.data?.map((message) => (
        <Placed key={message.id} message={message} />
      ))}
    </Cards>
  )
}

function Threads() {
  const list = useThreads()
  const { messages } = useTexts()
  return (
    <Cards list={list} empty={<EmptyState icon="thread" title={messages.threads} text={messages.noThreads} />}>
      {list.data?.map(({ root, lastReply, unread }) => (
        <Placed key={root.id} message={lastReply ?? root} thread={{ root, unread }} />
      ))}
    </Cards>
  )
}

interface List {
  readonly isPending: boolean
  readonly error: Error | null
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): unknown
  refetch(): unknown
}

function Cards({ list, empty, children = [] }: { list: List; empty: ReactNode; children?: readonly ReactNode[] | undefined }) {
  const { common } = useTexts()
  if (list.isPending) return <ListSkeleton />
  if (children.length === 0 && list.error)
    return (
      <div className="p-3 sm:p-5">
        <FailedToLoad error={list.error} onRetry={() => list.refetch()} />
      </div>
    )
  if (children.length === 0) return empty
  return (
    <ul className="flex flex-col gap-2 overflow-y-auto p-3 sm:p-5">
      {children}
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

interface Shown {
  readonly message: Message
  readonly thread?: { readonly root: Message; readonly unread: number }
}

function Placed(shown: Shown) {
  const chat = useChat(shown.message.chatId)
  return <li>{chat ? <InChat {...shown} chat={chat} /> : <Card {...shown} />}</li>
}

const InChat = ({ chat, ...shown }: Shown & { chat: ChatState }) => <Card {...shown} where={useChatName(chat)} />

/** A thread shows what it is about, too. */
function Card({ message, thread, where }: Shown & { where?: string }) {
  const { chats } = useTexts()
  const summary = useSummary()
  const place = where === undefined ? {} : { where }
  if (!thread || message === thread.root) return <MessageCard message={message} {...place} />
  return (
    <MessageCard
      message={message}
      {...place}
      about={summary(thread.root)}
      {...(thread.unread > 0 && { mark: <Badge shows={thread.unread} label={chats.unread(thread.unread)} /> })}
    />
  )
}
