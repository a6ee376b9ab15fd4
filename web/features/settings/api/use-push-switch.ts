import { useCallback, useEffect, useState } from 'react'
import { useClient } from '../../../app/client.js'
import { useNotify } from '../../../components/toasts.js'
import { canPush, heldSubscription, subscribe, unsubscribe } from '../../../lib/pushes.js'

export type PushState = 'impossible' | 'denied' | 'off' | 'on'

async function stateNow(): Promise<PushState> {
  if (!canPush) return 'impossible'
  if (Notification.permission === 'denied') return 'denied'
  return (await heldSubscription()) ? 'on' : 'off'
}

/** Whether this browser is told while its user is offline, and how to change that. `null` until it is known. */
export function usePushSwitch() {
  const { api } = useClient()
  const notify = useNotify()
  const [state, setState] = useState<PushState | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const look = useCallback(() => stateNow().then(setState), [])
  useEffect(() => void look(), [look])

  const run = (work: () => Promise<void>) => {
    setIsBusy(true)
    void work()
      .catch(notify)
      .then(look)
      .finally(() => setIsBusy(false))
  }
  return {
    state,
    isBusy,
    turnOn: () =>
      run(async () => {
        if ((await Notification.requestPermission()) === 'granted') await subscribe(api)
      }),
    turnOff: () => run(() => unsubscribe(api)),
  }
}
