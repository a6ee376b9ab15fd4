import { Button } from '../../../components/button.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import type { User } from '../../../sdk/model.js'
import { PersonRow } from '../../chats/components/person-row.js'

export interface BansProps {
  readonly people: readonly User[]
  readonly unban: (userId: string) => Promise<void>
}

/** Who was banned, until somebody thinks better of it. */
export function Bans({ people, unban }: BansProps) {
  const notify = useNotify()
  const { chats } = useTexts()
  return (
    <ul className="-mx-2" aria-label={chats.banned}>
      {people.map((user) => (
        <li key={user.id} className="flex min-h-13 items-center gap-3 rounded-lg px-2 py-1">
          <PersonRow user={user}>
            <Button look="quiet" onClick={() => void unban(user.id).catch(notify)}>
              {chats.unban}
            </Button>
          </PersonRow>
        </li>
      ))}
    </ul>
  )
}
