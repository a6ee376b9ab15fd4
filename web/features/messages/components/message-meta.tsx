import { Icon } from '../../../components/icon.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { EditsButton } from './edits-button.js'

export function MessageMeta({ chat, message }: { chat: ChatState; message: Message }) {
  const times = useTimes()
  const { messages } = useTexts()
  const isThere = message.deletedAt === null
  return (
    <>
      {message.pinnedAt !== null && (
        <span title={messages.pinned}>
          <Icon name="pin" className="size-3.5" />
          <span className="sr-only">{messages.pinned}</span>
        </span>
      )}
      {message.editedAt !== null && isThere && <EditsButton chatId={chat.info.id} message={message} />}
      <time dateTime={message.createdAt} title={times.full(message.createdAt)}>
        {times.clock(message.createdAt)}
      </time>
    </>
  )
}
