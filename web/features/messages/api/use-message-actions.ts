import { useMemo } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { useNotify } from '../../../components/toasts.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'

/** What the reader may do with a message, and how. What the server answers is shown at once; its event changes nothing more. */
export function useMessageActions(chat: ChatState, message: Message) {
  const client = useClient()
  const notify = useNotify()
  const userId = useAppState((state) => state.userId)
  return useMemo(() => {
    const { api, store } = client
    const chatId = chat.info.id
    const show = (changed: Message) => store.dispatch({ type: 'messages-fetched', chatId, messages: [changed] })
    const isOwn = message.senderId === userId
    const isThere = message.deletedAt === null
    const leads = chat.info.type === 'group' && chat.me.role !== 'member'
    return {
      canEdit: isOwn && isThere && message.text !== null && message.forwardedFrom === null,
      canDelete: isThere && (isOwn || leads),
      canPin: isThere && (chat.info.type === 'private' || leads),
      isOwn,
      toggleReaction: (emoji: string) => {
        const isOn = !message.reactions.some((one) => one.emoji === emoji && one.userIds.includes(userId ?? ''))
        api.react(chatId, message.id, emoji, isOn).then(show, notify)
      },
      togglePin: () => void api.pinMessage(chatId, message.id, message.pinnedAt === null).then(show, notify),
      remove: () => api.deleteMessage(chatId, message.id),
    }
  }, [client, notify, chat.info.id, chat.info.type, chat.me.role, message, userId])
}
