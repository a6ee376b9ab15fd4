import { useRef } from 'react'
import type { Message } from '../../../sdk/model.js'
import { useUserName } from '../../chats/api/use-chats.js'

/** Has a screen reader say what others write while the chat is open; history that is loaded stays silent. */
export function Announcer({ messages, userId }: { messages: readonly Message[]; userId: string | null }) {
  const openedAt = useRef(messages.at(-1)?.number ?? 0)
  const last = messages.at(-1)
  const isNews = last !== undefined && last.number > openedAt.current && last.senderId !== userId && last.text !== null
  const name = useUserName(isNews ? last.senderId : null)
  return (
    <div aria-live="polite" className="sr-only">
      {isNews && (
        <p key={last.number}>
          <bdi>{name}</bdi>: <bdi>{last.text}</bdi>
        </p>
      )}
    </div>
  )
}
