import { useEffect, useMemo } from 'react'
import { useAppState, useClient, useSocketStatus } from '../../../app/client.js'
import { partnerOf } from '../chat-view.js'

/** A call names at most so many. */
const mostAsked = 100

/**
 * Asks who is here, of those one talks to in private, whenever the connection is new, and with each message of a chat where that is not known:
 * it is told once both have written. Changes come by themselves.
 */
export function usePresence(): void {
  const client = useClient()
  const isLive = useSocketStatus() === 'live'
  const chats = useAppState((state) => state.chats)
  const presence = useAppState((state) => state.presence)
  const userId = useAppState((state) => state.userId)
  const key = useMemo(() => {
    const partners = [...chats.values()].flatMap((chat) => {
      const id = partnerOf(chat, userId)?.userId
      if (id === undefined) return []
      return presence.has(id) ? id : `${id} ${chat.info.messageCount}`
    })
    return partners.toSorted().slice(0, mostAsked).join(',')
  }, [chats, presence, userId])
  useEffect(() => {
    if (!isLive || key === '') return
    const userIds = key.split(',').map((part) => part.split(' ', 1)[0] ?? part)
    client.api.presence(userIds).then(
      ({ items }) => client.store.dispatch({ type: 'presence-fetched', items }),
      // Nobody misses what only decorates a name.
      () => undefined,
    )
  }, [client, isLive, key])
}
