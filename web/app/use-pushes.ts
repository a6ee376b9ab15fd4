import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { canPush, heldSubscription, subscribe } from '../lib/pushes.js'
import { useClient, useSession } from './client.js'

/**
 * Keeps this browser's subscription to pushes that of who is signed in: it ends with each session, and begins again with the next one. Whoever
 * was signed out elsewhere leaves none behind. Also opens what somebody chose in a notification.
 */
export function usePushes(): void {
  const { api } = useClient()
  const session = useSession()
  const navigate = useNavigate()
  const who = session.status === 'signed-in' ? session.user.id : session.status

  useEffect(() => {
    if (who === 'starting') return
    const keep = async () => {
      const held = await heldSubscription()
      if (held) await (who === 'signed-out' ? held.unsubscribe() : subscribe(api))
    }
    // The next page tries again.
    keep().catch(() => undefined)
  }, [who, api])

  useEffect(() => {
    if (!canPush) return
    const open = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'object' && data !== null && 'open' in data && typeof data.open === 'string') void navigate(data.open)
    }
    navigator.serviceWorker.addEventListener('message', open)
    return () => navigator.serviceWorker.removeEventListener('message', open)
  }, [navigate])
}
