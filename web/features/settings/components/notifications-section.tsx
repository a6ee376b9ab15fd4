import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { Notice } from '../../../components/notice.js'
import { useTexts } from '../../../i18n/language.js'
import type { NotificationSettings } from '../../../sdk/api/notification-api.js'
import { notificationSettings } from '../api/notification-settings.js'
import { usePushSwitch } from '../api/use-push-switch.js'
import { useSaved } from '../api/use-saved.js'
import { Choice } from './choice.js'
import { Card, SectionTitle } from './section.js'
import { YesOrNo } from './yes-or-no.js'

const isPossible = 'Notification' in globalThis

export function NotificationsSection() {
  const { settings } = useTexts()
  const [permission, setPermission] = useState(isPossible ? Notification.permission : 'denied')
  const ask = () => void Notification.requestPermission().then(setPermission)
  return (
    <>
      <SectionTitle title={settings.notifications} />
      <Card title={settings.desktop} lead={settings.desktopLead}>
        {permission === 'granted' && <Notice tone="info">{settings.allowed}</Notice>}
        {permission === 'denied' && <Notice tone="problem">{settings.denied}</Notice>}
        {permission === 'default' && <Button onClick={ask}>{settings.allow}</Button>}
      </Card>
      <PushSwitch />
      <WhileAway />
    </>
  )
}

function PushSwitch() {
  const { settings } = useTexts()
  const { state, isBusy, turnOn, turnOff } = usePushSwitch()
  return (
    <Card title={settings.pushes} lead={settings.pushesLead}>
      {state === 'impossible' && <Notice tone="info">{settings.pushesImpossible}</Notice>}
      {state === 'denied' && <Notice tone="problem">{settings.denied}</Notice>}
      {state === 'off' && (
        <Button busy={isBusy} onClick={turnOn}>
          {settings.pushesOn}
        </Button>
      )}
      {state === 'on' && (
        <Button look="secondary" busy={isBusy} onClick={turnOff}>
          {settings.pushesOff}
        </Button>
      )}
    </Card>
  )
}

/** For all of somebody's browsers. */
function WhileAway() {
  const { api } = useClient()
  const { settings, chats } = useTexts()
  const { data, error, refetch, change } = useSaved(notificationSettings(api), api.setNotifications)
  if (!data) return error ? <FailedToLoad error={error} onRetry={refetch} /> : null
  return (
    <>
      <Choice<NotificationSettings['level']>
        name={settings.pushesLevel}
        lead={settings.pushesLevelLead}
        value={data.level}
        options={[
          { value: 'all', name: chats.notifyAll },
          { value: 'mentions', name: chats.notifyMentions },
          { value: 'none', name: chats.notifyNone },
        ]}
        onChange={(level) => change({ level })}
      />
      <YesOrNo
        name={settings.preview}
        lead={settings.previewLead}
        value={data.showPreview}
        yes={settings.previewShown}
        no={settings.previewHidden}
        onChange={(showPreview) => change({ showPreview })}
      />
    </>
  )
}
