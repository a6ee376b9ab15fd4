import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNotify } from '../../../components/toasts.js'

/** Settings that the server keeps: as it answered last, and how they are changed. */
export function useSaved<Settings>(
  saved: { readonly queryKey: readonly string[]; readonly queryFn: () => Promise<Settings> },
  write: (changes: Partial<Settings>) => Promise<Settings>,
) {
  const notify = useNotify()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(saved)
  const change = (changes: Partial<Settings>) => void write(changes).then((now) => queries.setQueryData(saved.queryKey, now), notify)
  return { data, error, refetch, change }
}
