import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useClient } from '../../../app/client.js'
import type { Member } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { membersComeInline } from '../chat-view.js'

const rank = { owner: 0, admin: 1, member: 2 } as const

/** The people in a chat: those that are held live, or, in a large one, page by page. */
export function useMembers(chat: ChatState) {
  const client = useClient()
  const isLive = membersComeInline(chat)
  const chatId = chat.info.id
  const paged = useInfiniteQuery({
    queryKey: ['members', chatId],
    queryFn: async ({ pageParam }) => {
      const page = await client.api.members(chatId, pageParam)
      client.store.dispatch({ type: 'members-fetched', chatId, members: page.items })
      return page
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: !isLive,
  })
  const { members } = chat
  const shown = useMemo(() => {
    const present = [...members.values()].filter(({ leftAt }) => leftAt === null)
    return present.toSorted((one, other) => rank[one.role] - rank[other.role] || byName(one, other))
  }, [members])
  return { members: shown, isLoading: !isLive && paged.isPending, hasMore: !isLive && paged.hasNextPage, loadMore: paged.fetchNextPage }
}

const byName = (one: Member, other: Member): number => one.user.displayName.localeCompare(other.user.displayName)
