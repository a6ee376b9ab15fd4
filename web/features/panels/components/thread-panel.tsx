import { useQuery } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { Icon } from '../../../components/icon.js'
import { MessagesSkeleton } from '../../../components/skeleton.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import { isSameDay } from '../../../lib/time.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { Composer } from '../../composer/components/composer.js'
import { useQuoted } from '../../messages/api/use-quoted.js'
import { MessageItem } from '../../messages/components/message-item.js'
import { PendingItem } from '../../messages/components/pending-item.js'

export function ThreadPanel({ chat, rootId }: { chat: ChatState; rootId: string }) {
  const { messages: texts } = useTexts()
  const root = useQuoted(chat, rootId)
  const replies = useReplies(chat, rootId)
  const allPending = useAppState((state) => state.pending)
  const pending = allPending.filter(({ chatId, draft }) => chatId === chat.info.id && draft.threadRoot === rootId)
  const end = useRef<HTMLDivElement>(null)
  const count = (replies?.length ?? 0) + pending.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: Each reply that comes is scrolled to.
  useLayoutEffect(() => {
    end.current?.scrollIntoView({ block: 'end' })
  }, [count])
  useReadThread(chat, rootId, replies)
  if (root === null) return <p className="p-6 text-center text-muted">{texts.originalGone}</p>
  if (!root || !replies) return <MessagesSkeleton />
  return (
    <>
      <section aria-label={texts.thread} className="min-h-0 flex-1 overflow-y-auto px-4 pb-3">
        <MessageItem chat={chat} row={rowIn([root], 0)} isInThread />
        <div className="mt-2 flex items-center gap-3 text-muted text-xs">
          <p>{root.replyCount > 0 ? texts.replies(root.replyCount) : texts.noReplies}</p>
          <span className="h-px flex-1 bg-line" />
          <FollowButton root={root} replies={replies} />
        </div>
        <ol>
          {replies.map((message, index) => (
            <li key={message.number}>
              <MessageItem chat={chat} row={rowIn(replies, index)} isInThread />
            </li>
          ))}
          {pending.map((message) => (
            <li key={message.clientId}>
              <PendingItem message={message} />
            </li>
          ))}
        </ol>
        <div ref={end} />
      </section>
      <Composer chat={chat} chatName="" threadRoot={rootId} />
    </>
  )
}

/** Whoever wrote in a thread follows it, until they choose otherwise. */
function FollowButton({ root, replies }: { root: Message; replies: readonly Message[] }) {
  const { api } = useClient()
  const { messages: texts } = useTexts()
  const notify = useNotify()
  const userId = useAppState((state) => state.userId)
  const place = useAppState((state) => state.threads.get(root.id))
  const [busy, setBusy] = useState(false)
  const follows = place?.following ?? [root, ...replies].some(({ senderId }) => senderId === userId)
  const turn = () => {
    setBusy(true)
    api
      .followThread(root.chatId, root.id, !follows)
      .catch(notify)
      .finally(() => setBusy(false))
  }
  return (
    <button
      type="button"
      disabled={busy}
      title={texts.followText}
      onClick={turn}
      className={classNames(
        'inline-flex min-h-8 items-center gap-1.5 rounded-full px-2.5 font-medium text-sm transition-colors',
        follows ? 'bg-accent-soft text-accent' : 'hover:bg-sunken',
      )}
    >
      <Icon name={follows ? 'bell' : 'bellOff'} className="size-4" />
      {follows ? texts.following : texts.follow}
    </button>
  )
}

/** What was fetched, as it has changed since, and what has come since: the chat is kept true, the thread is a part of it. */
function useReplies({ info, messages }: ChatState, rootId: string): readonly Message[] | null {
  const client = useClient()
  const { data } = useQuery({
    queryKey: ['thread', info.id, rootId],
    queryFn: async () => {
      const all: Message[] = []
      let cursor: string | null = null
      do {
        const page: { items: readonly Message[]; nextCursor: string | null } = await client.api.thread(info.id, rootId, cursor)
        all.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null)
      client.store.dispatch({ type: 'messages-fetched', chatId: info.id, messages: all })
      return all
    },
    retry: false,
  })
  return useMemo(() => {
    if (!data) return null
    const byNumber = new Map(data.map((message) => [message.number, message]))
    for (const message of messages.values()) if (message.threadRoot === rootId) byNumber.set(message.number, message)
    return [...byNumber.values()].toSorted((one, other) => one.number - other.number)
  }, [data, messages, rootId])
}

function useReadThread(chat: ChatState, rootId: string, replies: readonly Message[] | null): void {
  const { api } = useClient()
  const last = replies?.at(-1)?.number ?? 0
  const chatId = chat.info.id
  useEffect(() => {
    // Passing: the next reply says it again.
    if (last > 0) api.readThread(chatId, rootId, last).catch(() => undefined)
  }, [api, chatId, rootId, last])
}

function rowIn(messages: readonly Message[], index: number) {
  const message = messages[index] as Message
  const before = messages[index - 1]
  const startsDay = before !== undefined && !isSameDay(before.createdAt, message.createdAt)
  return { message, startsDay, startsUnread: false, startsRun: startsDay || before?.senderId !== message.senderId }
}
