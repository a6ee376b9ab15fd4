import { useAppState } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Dialog } from '../../../components/dialog.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { plural } from '../../../lib/text.js'
import type { ChatState } from '../../../sdk/state.js'
import { useMembers } from '../api/use-members.js'
import { PersonRow } from './person-row.js'

const roleNames = { owner: 'Owner', admin: 'Admin', member: null } as const

export function MembersDialog({ chat, onClose }: { chat: ChatState; onClose: () => void }) {
  const userId = useAppState((state) => state.userId)
  const users = useAppState((state) => state.users)
  const { members, isLoading, hasMore, loadMore } = useMembers(chat)
  return (
    <Dialog open onClose={onClose} title="Members" description={plural(chat.info.memberCount, 'person', 'people')}>
      <div className="overflow-y-auto pb-4">
        {isLoading && <ListSkeleton rows={4} />}
        <ul>
          {members.map((member) => (
            <li key={member.userId} className="flex items-center gap-3 px-5 py-2">
              <PersonRow user={users.get(member.userId) ?? member.user}>
                <span className="shrink-0 text-muted text-sm">
                  {[member.userId === userId && 'You', roleNames[member.role]].filter(Boolean).join(' · ')}
                </span>
              </PersonRow>
            </li>
          ))}
        </ul>
        {hasMore && (
          <div className="px-5 pt-2">
            <Button look="secondary" onClick={() => void loadMore()} className="w-full">
              Show more
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
