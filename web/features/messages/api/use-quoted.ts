import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useClient } from '../../../app/client.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'

/** The message that another one refers to: held, or fetched; `null` if it is not there (any more), `undefined` while nobody knows. */
export function useQuoted(chat: ChatState, messageId: string | null): Message | null | undefined {
  const { api } = useClient()
  const { messages } = chat
  const held = useMemo(() => {
    if (messageId === null) return undefined
    for (const message of messages.values()) if (message.id === messageId) return message
    return undefined
  }, [messages, messageId])
  const chatId = chat.info.id
  const { data, isError } = useQuery({
    queryKey: ['message', chatId, messageId],
    queryFn: () => api.message(chatId, messageId ?? ''),
    enabled: messageId !== null && held === undefined,
    retry: false,
    staleTime: 60_000,
  })
  return held ?? data ?? (isError ? null : undefined)
}
