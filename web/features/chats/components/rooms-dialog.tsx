import { useState } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { Button } from '../../../components/button.js'
import { Dialog } from '../../../components/dialog.js'
import { SearchField } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useNotify } from '../../../components/toasts.js'
import { plural } from '../../../lib/text.js'
import type { Chat } from '../../../sdk/model.js'
import { useRooms } from '../api/use-searches.js'

export function RoomsDialog({ onClose, onEntered }: { onClose: () => void; onEntered: (chatId: string) => void }) {
  const [typed, setTyped] = useState('')
  const { data: rooms = [], isPending, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useRooms(typed)
  return (
    <Dialog open onClose={onClose} title="Rooms" description="Open to everybody on this server.">
      <SearchField
        className="mx-5"
        label="Search rooms"
        placeholder="How the title begins"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="mt-2 min-h-64 overflow-y-auto pb-4">
        {error && (
          <div className="px-5 py-4">
            <Notice tone="problem">{error.message}</Notice>
          </div>
        )}
        {isPending && !error && <ListSkeleton rows={4} />}
        {!isPending && rooms.length === 0 && (
          <p role="status" className="px-5 py-8 text-center text-muted">
            {typed.trim() === '' ? 'There are no rooms yet. Make a group and choose “Public room”.' : 'No room begins like that.'}
          </p>
        )}
        <ul>
          {rooms.map((room) => (
            <RoomRow key={room.id} room={room} onEntered={onEntered} />
          ))}
        </ul>
        {hasNextPage && (
          <div className="px-5 pt-2">
            <Button look="secondary" busy={isFetchingNextPage} onClick={() => void fetchNextPage()} className="w-full">
              Show more
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

function RoomRow({ room, onEntered }: { room: Chat; onEntered: (chatId: string) => void }) {
  const client = useClient()
  const notify = useNotify()
  const isJoined = useAppState((state) => state.chats.has(room.id))
  const [busy, setBusy] = useState(false)
  const title = room.title ?? 'Untitled room'
  const join = () => {
    setBusy(true)
    client
      .joinChat(room.id)
      .then(({ id }) => onEntered(id), notify)
      .finally(() => setBusy(false))
  }
  return (
    <li className="flex items-center gap-3 px-5 py-2">
      <Avatar id={room.id} name={title} shape="square" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium">
          <bdi>{title}</bdi>
        </span>
        <span className="truncate text-muted text-sm">
          {plural(room.memberCount, 'member', 'members')}
          {room.topic !== null && (
            <>
              {' · '}
              <bdi>{room.topic}</bdi>
            </>
          )}
        </span>
      </span>
      {isJoined ? (
        <Button look="quiet" onClick={() => onEntered(room.id)}>
          Open
        </Button>
      ) : (
        <Button look="secondary" busy={busy} onClick={join}>
          Join
        </Button>
      )}
    </li>
  )
}
