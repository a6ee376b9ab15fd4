import { useEffect, useMemo } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { lastMessageOf, partnerOf } from '../chat-view.js'

export type ChatFilter = 'all' | 'unread' | 'archived'

/** The chats, those pinned to the top first, then by latest activity. */
export function useChatList(filter: ChatFilter = 'all'): readonly ChatState[] {
  const chats = useAppState((state) => state.chats)
  return useMemo(() => {
    const activity = (chat: ChatState) => lastMessageOf(chat)?.createdAt ?? chat.info.createdAt
    const withTime = [...chats.values()].filter((chat) => isShown(chat, filter)).map((chat) => [activity(chat), chat] as const)
    return withTime
      .toSorted(([one, a], [other, b]) => Number(b.me.pinned) - Number(a.me.pinned) || (one < other ? 1 : -1))
      .map(([, chat]) => chat)
  }, [chats, filter])
}

function isShown({ me, unread }: ChatState, filter: ChatFilter): boolean {
  if (filter === 'archived') return me.archived
  return !me.archived && (filter === 'all' || unread > 0 || me.markedUnread)
}

export const useChat = (chatId: string): ChatState | undefined => useAppState((state) => state.chats.get(chatId))

/** Unread messages in all chats that are not muted. */
export function useTotalUnread(): number {
  const chats = useAppState((state) => state.chats)
  return useMemo(() => [...chats.values()].reduce((sum, { me, unread }) => sum + (me.muted ? 0 : unread), 0), [chats])
}

/** What a chat is called: its title, or the other person's name. */
export function useChatName(chat: ChatState): string {
  const { common } = useTexts()
  const partner = usePartner(chat)
  const name = useUserName(partner?.userId ?? null)
  return chat.info.type === 'group' ? (chat.info.title ?? common.untitledGroup) : name
}

export function usePartner(chat: ChatState) {
  const userId = useAppState((state) => state.userId)
  return useMemo(() => partnerOf(chat, userId), [chat, userId])
}

/** A person's name; asked for if nobody has told it yet. */
export function useUserName(userId: string | null): string {
  const client = useClient()
  const { common } = useTexts()
  const user = useAppState((state) => (userId === null ? undefined : state.users.get(userId)))
  const isUnknown = userId !== null && user === undefined
  useEffect(() => {
    if (isUnknown) void client.learnUsers([userId])
  }, [client, isUnknown, userId])
  return user?.displayName ?? common.somebody
}
