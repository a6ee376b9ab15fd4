import { useAppState } from '../../../app/client.js'
import { Dialog } from '../../../components/dialog.js'
import { useTexts } from '../../../i18n/language.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { PersonRow } from '../../chats/components/person-row.js'

/** Who has read up to a message, in chats that are small enough to tell. */
export function ReadersDialog({ chat, message, onClose }: { chat: ChatState; message: Message; onClose: () => void }) {
  const { messages } = useTexts()
  const userId = useAppState((state) => state.userId)
  const readers = [...chat.members.values()].filter(
    (member) => member.userId !== userId && member.leftAt === null && (member.readNumber ?? 0) >= message.number,
  )
  return (
    <Dialog open onClose={onClose} title={messages.readBy} description={messages.seenBy(readers.length)}>
      <ul className="min-h-24 overflow-y-auto pb-4">
        {readers.map((member) => (
          <li key={member.userId} className="flex items-center gap-3 px-5 py-2">
            <PersonRow user={member.user} />
          </li>
        ))}
        {readers.length === 0 && <li className="px-5 py-6 text-center text-muted">{messages.nobodyRead}</li>}
      </ul>
    </Dialog>
  )
}
