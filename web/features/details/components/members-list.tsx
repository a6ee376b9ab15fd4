import { useState } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { SearchField } from '../../../components/field.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import type { Member } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { useMembers } from '../../chats/api/use-members.js'
import { PeopleResults } from '../../chats/components/people-results.js'
import { PersonRow } from '../../chats/components/person-row.js'
import { MemberMenu } from './member-menu.js'

export function MembersList({ chat }: { chat: ChatState }) {
  const { common, chats } = useTexts()
  const { members, isLoading, hasMore, loadMore } = useMembers(chat)
  const leads = chat.me.role !== 'member'
  return (
    <>
      {leads && <AddPeople chat={chat} />}
      {isLoading && <ListSkeleton rows={4} />}
      <ul className="-mx-2" aria-label={chats.members}>
        {members.map((member) => (
          <Row key={member.userId} chat={chat} member={member} />
        ))}
      </ul>
      {hasMore && (
        <Button look="secondary" onClick={() => void loadMore()} className="mt-2 w-full">
          {common.showMore}
        </Button>
      )}
    </>
  )
}

function Row({ chat, member }: { chat: ChatState; member: Member }) {
  const { common, chats } = useTexts()
  const userId = useAppState((state) => state.userId)
  const user = useAppState((state) => state.users.get(member.userId)) ?? member.user
  const role = member.role === 'member' ? null : chats[member.role]
  return (
    <li className="flex min-h-13 items-center gap-3 rounded-lg px-2 py-1">
      <PersonRow user={user}>
        <span className="shrink-0 text-muted text-sm">{[member.userId === userId && common.you, role].filter(Boolean).join(' · ')}</span>
        <MemberMenu chat={chat} member={member} />
      </PersonRow>
    </li>
  )
}

function AddPeople({ chat }: { chat: ChatState }) {
  const { chats } = useTexts()
  const { api } = useClient()
  const notify = useNotify()
  const [typed, setTyped] = useState('')
  const add = (userId: string) => {
    api.addMember(chat.info.id, userId).then(() => setTyped(''), notify)
  }
  return (
    <div className="mb-2">
      <SearchField
        label={chats.addPeople}
        placeholder={chats.addPeoplePlaceholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {typed.trim() !== '' && (
        <div className="-mx-5 max-h-60 overflow-y-auto border-line border-b py-1">
          <PeopleResults
            typed={typed}
            row={(user) => (
              <button
                type="button"
                disabled={chat.members.get(user.id)?.leftAt === null}
                onClick={() => add(user.id)}
                className="flex w-full items-center gap-3 px-5 py-2 -outline-offset-2 hover:bg-sunken disabled:opacity-50"
              >
                <PersonRow user={user} />
              </button>
            )}
          />
        </div>
      )}
    </div>
  )
}
