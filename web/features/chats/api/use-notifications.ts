import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { useClient } from '../../../app/client.js'
import { useTexts } from '../../../i18n/language.js'
import { calls } from '../../../sdk/chat-state.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState, State } from '../../../sdk/state.js'

/**
 * Announces what others write while no tab of this browser is looked at. One tab does it for all: the one that holds the connection. Tabs that
 * are looked at hold a lock, by which it knows of them.
 */
export function useNotifications(): void {
  const client = useClient()
  const navigate = useNavigate()
  const { messages, errors, common } = useTexts()
  const words = useRef({ messages, errors, common })
  words.current = { messages, errors, common }

  useEffect(() => {
    let before = client.store.get()
    return client.store.subscribe(() => {
      const after = client.store.get()
      const news = after.loaded && before.loaded ? newsBetween(before, after) : []
      before = after
      if (news.length === 0 || !client.socket.isLeader || !('Notification' in window) || Notification.permission !== 'granted') return
      void isAnyTabLookedAt().then((isLookedAt) => {
        if (!isLookedAt) for (const { chat, message } of news) announce(after, chat, message, words.current, (path) => void navigate(path))
      })
    })
  }, [client, navigate])

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

/** The newest message of each chat that got one, as far as the reader wants to hear of it. */
function newsBetween(before: State, after: State): readonly News[] {
  if (before.chats === after.chats) return []
  return [...after.chats.values()].flatMap((chat) => {
    const held = before.chats.get(chat.info.id)
    if (held === undefined || chat.info.messageCount <= held.info.messageCount) return []
    const message = chat.messages.get(chat.info.messageCount)
    if (!message || message.senderId === after.userId || message.number <= chat.me.readNumber) return []
    return wantsToHear(chat, message, after.userId) ? [{ chat, message }] : []
  })
}

/** The same as for what is pushed: of a muted chat nothing. */
function wantsToHear({ me }: ChatState, message: Message, userId: string | null): boolean {
  if (me.muted || me.archived || me.notify === 'none') return false
  return me.notify === 'all' || calls(message, userId)
}

type Words = Pick<ReturnType<typeof useTexts>, 'messages' | 'errors' | 'common'>

function announce(state: State, { info }: ChatState, message: Message, { errors, common }: Words, go: (path: string) => void): void {
  const name = state.users.get(message.senderId)?.displayName ?? common.somebody
  const title = info.type === 'group' ? errors.notification(name, info.title ?? common.untitledGroup) : name
  const notification = new Notification(title, {
    body: message.text ?? message.attachments.map((file) => file.name).join(', '),
    tag: info.id,
    icon: '/icon-192.png',
  })
  notification.onclick = () => {
    window.focus()
    go(`/chats/${info.id}?at=${message.number}`)
    notification.close()
  }
}
