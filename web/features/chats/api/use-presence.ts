import { useEffect, useMemo } from 'react'
import { useAppState, useClient, useSocketStatus } from '../../../app/client.js'
import { partnerOf } from '../chat-view.js'

/** A call names at most so many. */
const mostAsked = 100

/** Asks who is here, of those one talks to in private, whenever the connection is new; changes come by themselves. */
export function usePresence(): void {
  const client = useClient()
  const isLive = useSocketStatus() === 'live'
  const chats = useAppState((state) => state.chats)
  const userId = useAppState((state) => state.userId)
  const key = useMemo(() => {
    const partners = [...chats.values()].map((chat) => partnerOf(chat, userId)?.userId).filter((id) => id !== undefined)
    return partners.toSorted().slice(0, mostAsked).join(',')
  }, [chats, userId])
  useEffect(() => {
    if (!isLive || key === '') return
    client.api.presence(key.split(',')).then(
      ({ items }) => client.store.dispatch({ type: 'presence-fetched', items }),
      // Nobody misses what only decorates a name.
      () => undefined,
    )
  }, [client, isLive, key])
}
