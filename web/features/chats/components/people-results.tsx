import type { ReactNode } from 'react'
import { useAppState } from '../../../app/client.js'
import { Notice } from '../../../components/notice.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { User } from '../../../sdk/model.js'
import { useUserSearch } from '../api/use-searches.js'

/** The people that a search finds, oneself left out; `row` draws one of them. */
export function PeopleResults({ typed, row }: { typed: string; row: (user: User) => ReactNode }) {
  const { chats } = useTexts()
  const explain = useExplain()
  const userId = useAppState((state) => state.userId)
  const { data, isPending, error } = useUserSearch(typed)
  const people = data?.filter(({ id }) => id !== userId) ?? []
  if (typed.trim().replace(/^@/, '') === '') {
    return <p className="px-5 py-8 text-center text-muted">{chats.typeToSearch}</p>
  }
  if (error) {
    return (
      <div className="px-5 py-4">
        <Notice tone="problem">{explain(error)}</Notice>
      </div>
    )
  }
  if (isPending) return <ListSkeleton rows={3} />
  return (
    <>
      <p role="status" className={people.length === 0 ? 'px-5 py-8 text-center text-muted' : 'sr-only'}>
        {people.length === 0 ? chats.nobodyFound : chats.found(people.length)}
      </p>
      <ul>
        {people.map((user) => (
          <li key={user.id}>{row(user)}</li>
        ))}
      </ul>
    </>
  )
}
