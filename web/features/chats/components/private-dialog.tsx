import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Dialog } from '../../../components/dialog.js'
import { SearchField } from '../../../components/field.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import { PeopleResults } from './people-results.js'
import { PersonRow } from './person-row.js'

export function PrivateDialog({ onClose, onEntered }: { onClose: () => void; onEntered: (chatId: string) => void }) {
  const client = useClient()
  const notify = useNotify()
  const { chats } = useTexts()
  const [typed, setTyped] = useState('')
  const [opening, setOpening] = useState<string | null>(null)
  const open = (userId: string) => {
    setOpening(userId)
    client
      .createChat({ type: 'private', userId })
      .then(({ id }) => onEntered(id), notify)
      .finally(() => setOpening(null))
  }
  return (
    <Dialog open onClose={onClose} title={chats.newMessage} description={chats.newMessageLead}>
      <SearchField
        className="mx-5"
        label={chats.searchPeople}
        placeholder={chats.peoplePlaceholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="mt-2 min-h-64 overflow-y-auto pb-4">
        <PeopleResults
          typed={typed}
          row={(user) => (
            <button
              type="button"
              disabled={opening !== null}
              onClick={() => open(user.id)}
              className="flex w-full items-center gap-3 px-5 py-2 -outline-offset-2 hover:bg-sunken disabled:opacity-60"
            >
              <PersonRow user={user} />
            </button>
          )}
        />
      </div>
    </Dialog>
  )
}
