import { useClient } from '../../../app/client.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { useTexts } from '../../../i18n/language.js'
import type { OwnPresence } from '../../../sdk/api/people-api.js'
import { useSaved } from '../api/use-saved.js'
import { Choice } from './choice.js'

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
      <Choice<OwnPresence['visibility']>
        name={settings.visibility}
        lead={settings.visibilityLead}
        value={data.visibility}
        options={[
          { value: 'everyone', name: settings.visible },
          { value: 'nobody', name: settings.invisible },
        ]}
        onChange={(visibility) => change({ visibility })}
      />
      {isVisible && (
        <>
          <Choice
            name={settings.status}
            lead={settings.statusLead}
            value={data.away ? 'away' : 'online'}
            options={[
              { value: 'online', name: chats.online },
              { value: 'away', name: chats.away },
            ]}
            onChange={(status) => change({ away: status === 'away' })}
          />
          <Choice
            name={settings.lastSeen}
            value={data.lastSeen ? 'shown' : 'hidden'}
            options={[
              { value: 'shown', name: settings.visible },
              { value: 'hidden', name: settings.invisible },
            ]}
            onChange={(shown) => change({ lastSeen: shown === 'shown' })}
          />
        </>
      )}
    </>
  )
}
