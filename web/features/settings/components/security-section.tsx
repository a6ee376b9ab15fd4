import { useInfiniteQuery } from '@tanstack/react-query'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import { deviceName } from '../device-name.js'
import { Card, SectionTitle } from './section.js'

export function SecuritySection() {
  const { api } = useClient()
  const { settings, common } = useTexts()
  const times = useTimes()
  const log = useInfiniteQuery({
    queryKey: ['security-events'],
    queryFn: ({ pageParam }) => api.securityEvents(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
  return (
    <>
      <SectionTitle title={settings.security} lead={settings.securityLead} />
      <Card>
        {log.isPending && <ListSkeleton rows={4} />}
        {!log.data && log.error && <FailedToLoad error={log.error} onRetry={log.refetch} />}
        {log.data?.length === 0 && <p className="text-muted">{settings.securityEmpty}</p>}
        <ol className="flex flex-col divide-y divide-line">
          {log.data?.map(({ id, at, type, outcome, ip, userAgent }) => (
            <li key={id} className="flex items-baseline gap-3 py-2.5 first:pt-0">
              <span className={classNames('size-2 shrink-0 rounded-full', /success|ok|done/.test(outcome) ? 'bg-accent' : 'bg-danger')} />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{type.replaceAll('_', ' ')}</span>
                <span className="block truncate text-muted text-sm">
                  {[outcome, ip, deviceName(userAgent)].filter(Boolean).join(' · ')}
                </span>
              </span>
              <time dateTime={at} title={times.full(at)} className="shrink-0 text-muted text-sm">
                {times.ago(at)}
              </time>
            </li>
          ))}
        </ol>
        {log.hasNextPage && (
          <Button look="secondary" busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()} className="mt-3 w-full">
            {common.showMore}
          </Button>
        )}
      </Card>
    </>
  )
}
