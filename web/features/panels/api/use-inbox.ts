import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { calls } from '../../../sdk/chat-state.js'
import type { Message } from '../../../sdk/model.js'
import type { State } from '../../../sdk/state.js'

/** What calls the user, out of all chats; the newest first. */
export function useMentions() {
  const { api } = useClient()
  return useInbox('mentions', api.mentions, calls)
}

/** The threads that the user follows, the last written in first. */
export function useThreads() {
  const { api } = useClient()
  return useInbox('threads', api.threads, isReply)
}

const isReply = ({ threadRoot }: Message) => threadRoot !== null

function useInbox<Item>(
  key: 'mentions' | 'threads',
  read: (cursor: string | null) => Promise<{ readonly items: readonly Item[]; readonly nextCursor: string | null }>,
  isNews: (message: Message, userId: string | null) => boolean,
) {
  useFreshWith(key, isNews)
  return useInfiniteQuery({
    queryKey: [key],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
}

export function useUnreadMentions(): number {
  const chats = useAppState((state) => state.chats)
  return useMemo(() => [...chats.values()].reduce((sum, { unreadMentions }) => sum + unreadMentions, 0), [chats])
}

/** Fetches the list again when such a message has come, or the user's place in a thread has changed. */
function useFreshWith(key: string, isNews: (message: Message, userId: string | null) => boolean): void {
  const { store } = useClient()
  const queries = useQueryClient()
  useEffect(() => {
    let before = store.get()
    return store.subscribe(() => {
      const after = store.get()
      const isChanged = newIn(before, after).some((message) => isNews(message, after.userId)) || before.threads !== after.threads
      before = after
      if (isChanged) void queries.invalidateQueries({ queryKey: [key] })
    })
  }, [key, isNews, store, queries])
}

/** The messages of each chat that are newer than what was there. */
function newIn(before: State, after: State): readonly Message[] {
  if (before.chats === after.chats) return []
  return [...after.chats].flatMap(([id, { info, messages }]) => {
    const head = before.chats.get(id)?.info.messageCount ?? info.messageCount
    const numbers = Array.from({ length: Math.max(0, info.messageCount - head) }, (_, nth) => head + nth + 1)
    return numbers.flatMap((number) => messages.get(number) ?? [])
  })
}
