import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useClient } from '../../../app/client.js'

/** The value as it was once it had rested: a search is not sent for every letter. */
export function useRested(value: string, milliseconds = 200): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return rested
}

/** People whose handle or name begins so. */
export function useUserSearch(typed: string) {
  const { api } = useClient()
  const query = useRested(typed.trim().replace(/^@/, ''))
  return useQuery({
    queryKey: ['users', query],
    queryFn: ({ signal }) => api.searchUsers(query, signal),
    enabled: query !== '',
    placeholderData: (before) => before,
    select: ({ items }) => items,
  })
}

/** Public rooms whose title begins so. */
export function useRooms(typed: string) {
  const { api } = useClient()
  const query = useRested(typed.trim())
  return useInfiniteQuery({
    queryKey: ['rooms', query],
    queryFn: ({ pageParam, signal }) => api.rooms(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
}
