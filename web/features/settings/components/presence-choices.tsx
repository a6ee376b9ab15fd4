import { useClient } from '../../../app/client.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { useTexts } from '../../../i18n/language.js'
import { useSaved } from '../api/use-saved.js'
import { YesOrNo } from './yes-or-no.js'

/** What others see of somebody's coming and going. */
export function PresenceChoices() {
  const { api } = useClient()
  const { settings, chats } = useTexts()
  const saved = { queryKey: ['settings', 'presence'], queryFn: () => api.changePresence() }
  const { data, error, refetch, change } = useSaved(saved, api.changePresence)
  if (!data) return error ? <FailedToLoad error={error} onRetry={refetch} /> : null
  const isVisible = data.visibility === 'everyone'
  return (
    <>
      <YesOrNo
        name={settings.visibility}
        lead={settings.visibilityLead}
        value={isVisible}
        yes={settings.visible}
        no={settings.invisible}
        onChange={(visible) => change({ visibility: visible ? 'everyone' : 'nobody' })}
      />
      {isVisible && (
        <>
          <YesOrNo
            name={settings.status}
            lead={settings.statusLead}
            value={!data.away}
            yes={chats.online}
            no={chats.away}
            onChange={(here) => change({ away: !here })}
          />
          <YesOrNo
            name={settings.lastSeen}
            value={data.lastSeen}
            yes={settings.visible}
            no={settings.invisible}
            onChange={(lastSeen) => change({ lastSeen })}
          />
        </>
      )}
    </>
  )
}
