import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../../../app/client.js'
import type { ChatState } from '../../../sdk/state.js'

/** Who is kept out of a group, for those who lead it. */
export function useBans({ info, me }: ChatState) {
  const { api } = useClient()
  const queries = useQueryClient()
  const chatId = info.id
  const key = ['bans', chatId]
  const leads = info.type === 'group' && me.role !== 'member'
  const { data } = useQuery({ queryKey: key, queryFn: () => api.bans(chatId), enabled: leads, retry: false })
  const again = () => queries.invalidateQueries({ queryKey: key })
  return {
    bans: data?.items ?? [],
    ban: async (userId: string) => {
      await api.ban(chatId, userId)
      await again()
    },
    unban: async (userId: string) => {
      await api.unban(chatId, userId)
      await again()
    },
  }
}
