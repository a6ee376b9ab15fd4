import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../../../app/client.js'
import type { Report, ReportStatus } from '../../../sdk/api/moderation-api.js'

const key = 'reports'

export function useReports(status: ReportStatus) {
  const { api } = useClient()
  return useInfiniteQuery({
    queryKey: [key, status],
    queryFn: ({ pageParam }) => api.reports(status, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    // Another admin may have been at it.
    staleTime: 0,
  })
}

/** What can be done about a report. Each is over once the list shows it. */
export function useReportActions({ id, place }: Report) {
  const { api } = useClient()
  const queries = useQueryClient()
  const shown = async (done: Promise<unknown>) => {
    await done
    await queries.invalidateQueries({ queryKey: [key] })
  }
  return {
    handle: (status: ReportStatus, note: string | null) => shown(api.handleReport(id, { status, note })),
    removeMessage: () => shown(place ? api.removeMessage(place.chatId, place.messageId) : Promise.resolve()),
  }
}
