import type { ReactNode } from 'react'
import { Avatar } from '../../../components/avatar.js'
import { atHandle } from '../../../lib/text.js'
import type { User } from '../../../sdk/model.js'

/** A person, as everywhere in lists: who they are, how they are called, and what may be said or done about them. */
export function PersonRow({ user, children }: { user: User; children?: ReactNode }) {
  return (
    <>
      <Avatar id={user.id} name={user.displayName} />
      <span className="flex min-w-0 flex-1 flex-col text-start">
        <span className="truncate font-medium">
          <bdi>{user.displayName}</bdi>
        </span>
        <span className="truncate text-muted text-sm">{atHandle(user.handle)}</span>
      </span>
      {children}
    </>
  )
}
