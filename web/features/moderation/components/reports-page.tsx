import { ToggleGroup } from 'radix-ui'
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Button, ButtonLink, IconButton } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useTexts } from '../../../i18n/language.js'
import { useModerationTexts } from '../../../i18n/moderation.js'
import { prefer } from '../../../lib/preferences.js'
import { useTitle } from '../../../lib/use-title.js'
import type { ReportStatus } from '../../../sdk/api/moderation-api.js'
import { ApiProblem } from '../../../sdk/problem.js'
import { useReports } from '../api/use-reports.js'
import { ReportCard } from './report-card.js'

const statuses = ['open', 'resolved', 'dismissed'] as const

/** What people asked to be looked at: for those who run the server. */
export function ReportsPage() {
  const { common, chats } = useTexts()
  const navigate = useNavigate()
  useTitle(`${chats.reports} · Parley`)
  return (
    <div className="flex h-full flex-col overflow-hidden">
      <header className="flex h-16 shrink-0 items-center gap-2 border-line border-b bg-panel px-3 sm:px-6">
        <IconButton icon="back" label={common.back} onClick={() => void navigate('/chats')} className="rtl:-scale-x-100" />
        <h1 className="font-semibold text-lg">{chats.reports}</h1>
      </header>
      <main className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <Queue />
      </main>
    </div>
  )
}

function Queue() {
  const texts = useModerationTexts()
  const [query, setQuery] = useSearchParams()
  const status = statuses.find((one) => one === query.get('status')) ?? 'open'
  const choose = (next: string) => next !== '' && setQuery(next === 'open' ? {} : { status: next }, { replace: true })
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-4 px-3 py-4 sm:px-6 sm:py-6">
      <ToggleGroup.Root type="single" value={status} onValueChange={choose} aria-label={texts.which} className="flex gap-1">
        {statuses.map((one) => (
          <ToggleGroup.Item
            key={one}
            value={one}
            className="min-h-9 rounded-full px-3.5 font-medium text-muted text-sm transition-colors hover:bg-sunken data-[state=on]:bg-accent-soft data-[state=on]:text-accent"
          >
            {texts[one]}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <Reports key={status} status={status} />
    </div>
  )
}

function Reports({ status }: { status: ReportStatus }) {
  const texts = useModerationTexts()
  const { common, chats } = useTexts()
  const list = useReports(status)
  const isRefused = list.error instanceof ApiProblem && list.error.code === 'forbidden'
  useEffect(() => {
    if (list.isSuccess || isRefused) prefer({ reports: !isRefused })
  }, [list.isSuccess, isRefused])
  const region = useRef<HTMLElement>(null)
  const hasHandled = useRef(false)
  // A report that is decided goes, and takes the focus with it: it is given back to the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: Whenever the list is another one.
  useLayoutEffect(() => {
    if (!hasHandled.current || document.activeElement !== document.body) return
    hasHandled.current = false
    region.current?.focus()
  }, [list.data])
  let content: ReactNode
  if (isRefused) return <NotForYou />
  if (list.isPending) content = <ListSkeleton rows={3} />
  else if (!list.data) content = list.error && <FailedToLoad error={list.error} onRetry={() => list.refetch()} />
  else if (list.data.length === 0) content = <NoReports status={status} />
  else {
    content = (
      <ul className="flex flex-col gap-3">
        {list.data.map((report) => (
          <li key={report.id}>
            <ReportCard
              report={report}
              onHandled={() => {
                hasHandled.current = true
              }}
            />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <section
      ref={region}
      tabIndex={-1}
      aria-label={`${chats.reports}: ${texts[status]}`}
      className="flex flex-1 flex-col gap-3 outline-none"
    >
      {content}
      {list.hasNextPage && (
        <Button look="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {common.showMore}
        </Button>
      )}
    </section>
  )
}

function NotForYou() {
  const texts = useModerationTexts()
  const { chats } = useTexts()
  return (
    <EmptyState icon="shield" title={texts.notAdmin} text={texts.notAdminLead}>
      <ButtonLink to="/chats" look="secondary">
        {chats.backToChats}
      </ButtonLink>
    </EmptyState>
  )
}

function NoReports({ status }: { status: ReportStatus }) {
  const texts = useModerationTexts()
  return status === 'open' ? (
    <EmptyState icon="check" title={texts.noOpen} text={texts.noOpenLead} />
  ) : (
    <EmptyState icon="flag" title={texts.noHandled} text={texts.noHandledLead} />
  )
}
