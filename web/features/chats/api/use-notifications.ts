import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { useClient } from '../../../app/client.js'
import { useTexts } from '../../../i18n/language.js'
import type { NotificationSettings } from '../../../sdk/api/notification-api.js'
import { calls } from '../../../sdk/chat-state.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState, State } from '../../../sdk/state.js'
import { notificationSettings } from '../../settings/api/notification-settings.js'

/**
 * Announces what others write while no tab of this browser is looked at. One tab does it for all: the one that holds the connection. Tabs that
 * are looked at hold a lock, by which it knows of them.
 */
export function useNotifications(): void {
  const client = useClient()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { messages, errors, common } = useTexts()
  const words = useRef({ messages, errors, common })
  words.current = { messages, errors, common }

  useEffect(() => {
    const tell = async (news: readonly News[], state: State) => {
      const wanted = await queries.fetchQuery({ ...notificationSettings(client.api), staleTime: freshFor }).catch(() => everything)
      for (const { chat, message } of news)
        if (wantsToHear(chat, message, state.userId, wanted.level))
          announce(state, chat, message, wanted.showPreview, words.current, (path) => void navigate(path))
    }
    let before = client.store.get()
    return client.store.subscribe(() => {
      const after = client.store.get()
      const news = after.loaded && before.loaded ? newsBetween(before, after) : []
      before = after
      if (news.length === 0 || !client.socket.isLeader || !('Notification' in window) || Notification.permission !== 'granted') return
      void isAnyTabLookedAt().then((isLookedAt) => {
        if (!isLookedAt) void tell(news, after)
      })
    })
  }, [client, navigate, queries])

  useEffect(() => {
    let letGo: () => void = () => undefined
    const turned = () => {
      letGo()
      if (document.visibilityState === 'visible') letGo = hold()
    }
    turned()
    document.addEventListener('visibilitychange', turned)
    return () => {
      document.removeEventListener('visibilitychange', turned)
      letGo()
    }
  }, [])
}

/** If the server cannot be asked. */
const everything: NotificationSettings = { level: 'all', showPreview: true }
/** Milliseconds for which an answer serves: another browser may have changed it. */
const freshFor = 30_000

const lookedAt = 'parley.looked-at'

function hold(): () => void {
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  if ('locks' in navigator) void navigator.locks.request(lookedAt, { mode: 'shared' }, () => held)
  return letGo
}

async function isAnyTabLookedAt(): Promise<boolean> {
  if (!('locks' in navigator)) return document.visibilityState === 'visible'
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === lookedAt)
}

interface News {
  readonly chat: ChatState
  readonly message: Message
}

/** The newest message of each chat that got one. */
function newsBetween(before: State, after: State): readonly News[] {
  if (before.chats === after.chats) return []
  return [...after.chats.values()].flatMap((chat) => {
    const held = before.chats.get(chat.info.id)
    if (held === undefined || chat.info.messageCount <= held.info.messageCount) return []
    const message = chat.messages.get(chat.info.messageCount)
    if (!message || message.senderId === after.userId || message.number <= chat.me.readNumber) return []
    return [{ chat, message }]
  })
}

/** The same as for what is pushed: of a muted chat nothing, and of every other one no more than of all. */
function wantsToHear({ me }: ChatState, message: Message, userId: string | null, level: NotificationSettings['level']): boolean {
  if (me.muted || me.archived || me.notify === 'none' || level === 'none') return false
  return (me.notify === 'all' && level === 'all') || calls(message, userId)
}

type Words = Pick<ReturnType<typeof useTexts>, 'messages' | 'errors' | 'common'>

function announce(
  state: State,
  { info }: ChatState,
  message: Message,
  showsWords: boolean,
  { errors, common }: Words,
  go: (path: string) => void,
): void {
  const name = state.users.get(message.senderId)?.displayName ?? common.somebody
  const title = info.type === 'group' ? errors.notification(name, info.title ?? common.untitledGroup) : name
  const notification = new Notification(title, {
    ...(showsWords ? { body: message.text ?? message.attachments.map((file) => file.name).join(', ') } : {}),
    tag: info.id,
    icon: '/icon-192.png',
  })
  notification.onclick = () => {
    window.focus()
    go(`/chats/${info.id}?at=${message.number}`)
    notification.close()
  }
}
