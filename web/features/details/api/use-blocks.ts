import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../../../app/client.js'

/** Whom the reader does not want to hear from. */
export function useBlocks() {
  const { api } = useClient()
  const queries = useQueryClient()
  const { data, isPending, error, refetch } = useQuery({ queryKey: ['blocks'], queryFn: () => api.blockedUsers(), retry: false })
  const people = data?.items ?? []
  const again = () => queries.invalidateQueries({ queryKey: ['blocks'] })
  return {
    people,
    isPending,
    error,
    refetch,
    isBlocked: (userId: string) => people.some(({ id }) => id === userId),
    block: async (userId: string) => {
      await api.blockUser(userId)
      await again()
    },
    unblock: async (userId: string) => {
      await api.unblockUser(userId)
      await again()
    },
  }
}
