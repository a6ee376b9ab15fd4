import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { Icon } from '../../../components/icon.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import type { SessionItem } from '../../../sdk/api/account-api.js'
import { deviceName } from '../device-name.js'
import { Card, SectionTitle } from './section.js'

export function SessionsSection() {
  const { api, session } = useClient()
  const { settings } = useTexts()
  const notify = useNotify()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey: ['sessions'], queryFn: () => api.sessions() })
  const end = (id: string) => {
    api
      .endSession(id)
      .then(() => queries.invalidateQueries({ queryKey: ['sessions'] }))
      .catch(notify)
  }
  const endAll = () => void api.logoutAll().then(() => session.hasEnded(false), notify)
  return (
    <>
      <SectionTitle title={settings.sessions} lead={settings.sessionsLead} />
      <Card>
        {!data && (error ? <FailedToLoad error={error} onRetry={refetch} /> : <ListSkeleton rows={2} />)}
        <ul className="flex flex-col divide-y divide-line">
          {data?.items.map((item) => (
            <Item key={item.id} session={item} onEnd={() => end(item.id)} />
          ))}
        </ul>
      </Card>
      <Button look="secondary" onClick={endAll} className="mt-5">
        {settings.signOutEverywhere}
      </Button>
    </>
  )
}

function Item({ session, onEnd }: { session: SessionItem; onEnd: () => void }) {
  const { settings } = useTexts()
  const times = useTimes()
  return (
    <li className="flex items-center gap-4 py-3 first:pt-0 last:pb-0">
      <Icon name="device" className="size-6 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{deviceName(session.device) ?? settings.unknownDevice}</p>
        <p className="truncate text-muted text-sm">
          {[session.ip, settings.lastUsed(times.ago(session.lastUsedAt)), settings.since(times.date(session.createdAt))]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {session.current ? (
        <span className="shrink-0 rounded-full bg-accent-soft px-3 py-1 font-medium text-accent text-sm">{settings.thisSession}</span>
      ) : (
        <Button look="secondary" onClick={onEnd} className="shrink-0">
          {settings.signOutThere}
        </Button>
      )}
    </li>
  )
}
