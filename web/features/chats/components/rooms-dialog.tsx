import { useState } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { Button } from '../../../components/button.js'
import { Dialog } from '../../../components/dialog.js'
import { SearchField } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useNotify } from '../../../components/toasts.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { Chat } from '../../../sdk/model.js'
import { useRooms } from '../api/use-searches.js'

export function RoomsDialog({ onClose, onEntered }: { onClose: () => void; onEntered: (chatId: string) => void }) {
  const { chats, common } = useTexts()
  const explain = useExplain()
  const [typed, setTyped] = useState('')
  const { data: rooms = [], isPending, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useRooms(typed)
  return (
    <Dialog open onClose={onClose} title={chats.rooms} description={chats.roomsLead}>
      <SearchField
        className="mx-5"
        label={chats.searchRooms}
        placeholder={chats.roomPlaceholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="mt-2 min-h-64 overflow-y-auto pb-4">
        {error && (
          <div className="px-5 py-4">
            <Notice tone="problem">{explain(error)}</Notice>
          </div>
        )}
        {isPending && !error && <ListSkeleton rows={4} />}
        {!isPending && rooms.length === 0 && (
          <p role="status" className="px-5 py-8 text-center text-muted">
            {typed.trim() === '' ? chats.noRooms : chats.noRoomFound}
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
              {common.showMore}
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
  const { chats, common } = useTexts()
  const isJoined = useAppState((state) => state.chats.has(room.id))
  const [busy, setBusy] = useState(false)
  const title = room.title ?? chats.untitledRoom
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
          {chats.memberCount(room.memberCount)}
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
          {common.open}
        </Button>
      ) : (
        <Button look="secondary" busy={busy} onClick={join}>
          {chats.join}
        </Button>
      )}
    </li>
  )
}
