import { useRef } from 'react'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { useUserName } from '../../chats/api/use-chats.js'

/** Has a screen reader say what others write while the chat is open; history that is loaded stays silent. */
export function Announcer({ chat, userId }: { chat: ChatState; userId: string | null }) {
  const { messages: texts } = useTexts()
  const openedAt = useRef(chat.info.messageCount)
  const last = chat.messages.get(chat.info.messageCount)
  const isNews = last !== undefined && last.number > openedAt.current && last.senderId !== userId && last.text !== null
  const name = useUserName(isNews ? last.senderId : null)
  return (
    <div aria-live="polite" className="sr-only">
      {isNews && (
        <p key={last.number}>
          <bdi>{texts.says(name)}</bdi> <bdi>{last.text}</bdi>
        </p>
      )}
    </div>
  )
}
