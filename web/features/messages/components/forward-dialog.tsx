import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Dialog } from '../../../components/dialog.js'
import { SearchField } from '../../../components/field.js'
import { useTell } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChatList, useChatName } from '../../chats/api/use-chats.js'
import { ChatAvatar } from '../../chats/components/chat-avatar.js'
import { QuoteText } from './quote.js'

export function ForwardDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { outbox } = useClient()
  const { messages } = useTexts()
  const tell = useTell()
  const chats = useChatList()
  const [typed, setTyped] = useState('')
  const forward = (chatId: string) => {
    outbox.send(chatId, { forwardOf: { chatId: message.chatId, messageId: message.id } })
    tell(messages.forwardDone)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={messages.forwardTo}>
      <div className="mx-5 rounded-md border-line-strong border-s-2 bg-sunken px-2.5 py-1">
        <QuoteText message={message} />
      </div>
      <SearchField className="mx-5 mt-3" label={messages.forwardSearch} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <ul className="mt-2 min-h-40 overflow-y-auto pb-4">
        {chats.map((chat) => (
          <Target key={chat.info.id} chat={chat} typed={typed} onPick={forward} />
        ))}
      </ul>
    </Dialog>
  )
}

function Target({ chat, typed, onPick }: { chat: ChatState; typed: string; onPick: (chatId: string) => void }) {
  const name = useChatName(chat)
  if (!name.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase())) return null
  return (
    <li>
      <button
        type="button"
        onClick={() => onPick(chat.info.id)}
        className="flex w-full items-center gap-3 px-5 py-2 -outline-offset-2 hover:bg-sunken"
      >
        <ChatAvatar chat={chat} />
        <bdi className="truncate font-medium">{name}</bdi>
      </button>
    </li>
  )
}
