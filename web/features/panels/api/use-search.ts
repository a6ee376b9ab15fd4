import { useInfiniteQuery } from '@tanstack/react-query'
import { useClient } from '../../../app/client.js'
import { useRested } from '../../chats/api/use-searches.js'

export function useSearch(typed: string, chatId: string | undefined) {
  const { api } = useClient()
  const q = useRested(typed.trim(), 250)
  return useInfiniteQuery({
    queryKey: ['search', q, chatId],
    queryFn: ({ pageParam, signal }) => api.search({ q, cursor: pageParam, ...(chatId === undefined ? {} : { chatId }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: q !== '',
    placeholderData: (before) => before,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
}
