import { Button } from '../../../components/button.js'
import { FailedToLoad } from '../../../components/failed-to-load.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import { PersonRow } from '../../chats/components/person-row.js'
import { useBlocks } from '../../details/api/use-blocks.js'
import { Card, SectionTitle } from './section.js'

export function BlockedSection() {
  const { settings, chats } = useTexts()
  const notify = useNotify()
  const { people, isPending, error, refetch, unblock } = useBlocks()
  return (
    <>
      <SectionTitle title={settings.blocked} lead={chats.blockText} />
      <Card>
        {isPending && <ListSkeleton rows={2} />}
        {error && <FailedToLoad error={error} onRetry={refetch} />}
        {!isPending && !error && people.length === 0 && <p className="text-muted">{settings.noneBlocked}</p>}
        <ul className="flex flex-col divide-y divide-line">
          {people.map((user) => (
            <li key={user.id} className="flex items-center gap-3 py-2">
              <PersonRow user={user}>
                <Button look="secondary" onClick={() => void unblock(user.id).catch(notify)}>
                  {chats.unblock}
                </Button>
              </PersonRow>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}
