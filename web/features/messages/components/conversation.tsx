import { useCallback, useMemo, useRef } from 'react'
import { useAppState } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { Icon } from '../../../components/icon.js'
import { MessagesSkeleton } from '../../../components/skeleton.js'
import type { ChatState } from '../../../sdk/state.js'
import { useHistory } from '../api/use-history.js'
import { useReading } from '../api/use-reading.js'
import { isNearTop, useScrollKeeper } from '../api/use-scroll-keeper.js'
import { rowsOf, shownMessages } from '../message-rows.js'
import { Announcer } from './announcer.js'
import { MessageItem } from './message-item.js'
import { PendingItem } from './pending-item.js'

export function Conversation({ chat }: { chat: ChatState }) {
  const history = useHistory(chat)
  return history.isFirst ? <MessagesSkeleton /> : <Messages chat={chat} history={history} />
}

function Messages({ chat, history }: { chat: ChatState; history: ReturnType<typeof useHistory> }) {
  const scroller = useRef<HTMLElement>(null)
  const userId = useAppState((state) => state.userId)
  const allPending = useAppState((state) => state.pending)
  const pending = useMemo(() => allPending.filter(({ chatId }) => chatId === chat.info.id), [allPending, chat.info.id])
  const { startedAt, markInView } = useReading(chat, scroller)
  const shown = useMemo(() => shownMessages(chat), [chat])
  const rows = useMemo(() => rowsOf(shown, startedAt, userId), [shown, startedAt, userId])
  const seen = useMemo(() => lastSeenByPartner(chat, userId), [chat, userId])

  const { hasOlder, problem, loadOlder } = history
  const onScroll = useCallback(() => {
    markInView()
    if (scroller.current && hasOlder && !problem && isNearTop(scroller.current)) loadOlder()
  }, [markInView, hasOlder, problem, loadOlder])
  const { isAway, toEnd } = useScrollKeeper(scroller, onScroll)

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        aria-label="Messages"
        className="-outline-offset-2 h-full overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div className="mx-auto flex min-h-full max-w-4xl flex-col px-3 pt-6 pb-4 sm:px-5">
          {problem && (
            <p role="alert" className="mb-4 flex items-center justify-center gap-3 text-muted text-sm">
              Older messages could not be loaded.
              <Button look="quiet" onClick={loadOlder}>
                Try again
              </Button>
            </p>
          )}
          {rows.length === 0 && pending.length === 0 && <Beginning chat={chat} />}
          <ol className="mt-auto flex flex-col">
            {rows.map((row) => (
              <MessageItem
                key={row.message.number}
                row={row}
                isOwn={row.message.senderId === userId}
                isGroup={chat.info.type === 'group'}
                isSeen={row.message.number === seen}
              />
            ))}
            {pending.map((message) => (
              <PendingItem key={message.clientId} message={message} onShown={toEnd} />
            ))}
          </ol>
        </div>
      </section>
      {isAway && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute end-4 bottom-3 inline-flex h-10 animate-rise items-center gap-2 rounded-full border border-line bg-surface px-3 font-medium text-sm shadow-floating hover:bg-sunken"
        >
          {chat.unread > 0 ? `${chat.unread} new` : 'Newest'}
          <Icon name="chevronDown" className="size-4" />
        </button>
      )}
      <Announcer messages={shown} userId={userId} />
    </div>
  )
}

function Beginning({ chat }: { chat: ChatState }) {
  const isPrivate = chat.info.type === 'private'
  return (
    <EmptyState
      icon="compose"
      title="Nothing has been said here yet"
      text={isPrivate ? 'Say hello. Only the two of you can read it.' : 'Everybody in the group will see the first message.'}
    />
  )
}

/** The last of one's own messages in a private chat, if the other person has read it. */
function lastSeenByPartner({ info, members, messages }: ChatState, userId: string | null): number | null {
  if (info.type !== 'private') return null
  const partner = [...members.values()].find((member) => member.userId !== userId)
  for (let number = info.messageCount; number > 0; number -= 1) {
    const message = messages.get(number)
    if (!message) return null
    if (message.senderId === userId) return (partner?.readNumber ?? 0) >= number ? number : null
  }
  return null
}
