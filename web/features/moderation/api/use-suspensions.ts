import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../../../app/client.js'

const key = ['suspensions']

/** Who is suspended, and who is so no more: as far back as the latest of the record says, and as was done here since. */
export function useSuspensions() {
  const { api } = useClient()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: key,
    queryFn: async () => {
      const { items } = await api.adminAudit()
      const known = items
        .filter(({ outcome }) => outcome === 'success')
        .flatMap(({ type, detail: { target } }): [string, boolean][] =>
          target === undefined || !(type in meaning) ? [] : [[target, meaning[type as keyof typeof meaning]]],
        )
      return new Map(known.reverse())
    },
    // The record is written a moment after the deed: what was done here is not asked for again.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const set = async (userId: string, isSuspended: boolean) => {
    await (isSuspended ? api.suspendUser(userId) : api.restoreUser(userId))
    queries.setQueryData<ReadonlyMap<string, boolean>>(key, (known) => new Map(known).set(userId, isSuspended))
  }
  return { isSuspended: (userId: string): boolean => data?.get(userId) === true, set }
}

const meaning = { user_suspension: true, suspension_lift: false } as const
