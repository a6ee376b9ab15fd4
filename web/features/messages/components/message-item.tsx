import { memo } from 'react'
import { useAppState } from '../../../app/client.js'
import { Avatar, hueOf } from '../../../components/avatar.js'
import { classNames } from '../../../lib/class-names.js'
import { clockTime, dayName, fullTime } from '../../../lib/time.js'
import { useUserName } from '../../chats/api/use-chats.js'
import type { MessageRow } from '../message-rows.js'
import { Bubble } from './bubble.js'

interface MessageItemProps {
  readonly row: MessageRow
  readonly isOwn: boolean
  readonly isGroup: boolean
  readonly isSeen: boolean
}

export const MessageItem = memo(
  function MessageItem({ row: { message, startsDay, startsUnread, startsRun }, isOwn, isGroup, isSeen }: MessageItemProps) {
    const showsSender = isGroup && !isOwn
    return (
      <li className={classNames('flex flex-col', startsRun ? 'pt-3' : 'pt-0.5')}>
        {startsDay && <DayLine at={message.createdAt} />}
        {startsUnread && <UnreadLine />}
        <div className="flex gap-2.5">
          {showsSender && <span className="w-8 shrink-0">{startsRun && <SenderAvatar senderId={message.senderId} />}</span>}
          <div className={classNames('flex min-w-0 flex-1 flex-col', isOwn ? 'ps-12 sm:ps-24' : 'pe-8 sm:pe-24')}>
            {startsRun &&
              (showsSender ? <SenderName senderId={message.senderId} /> : <SpokenSender senderId={message.senderId} isOwn={isOwn} />)}
            <Bubble
              number={message.number}
              text={message.text}
              isOwn={isOwn}
              startsRun={startsRun}
              meta={
                <>
                  {message.editedAt !== null && message.deletedAt === null && <span>edited</span>}
                  <time dateTime={message.createdAt} title={fullTime(message.createdAt)}>
                    {clockTime(message.createdAt)}
                  </time>
                </>
              }
            />
            {isSeen && <p className="mt-1 text-end text-muted text-xs">Seen</p>}
          </div>
        </div>
      </li>
    )
  },
  (before, after) =>
    before.row.message === after.row.message &&
    before.row.startsDay === after.row.startsDay &&
    before.row.startsRun === after.row.startsRun &&
    before.row.startsUnread === after.row.startsUnread &&
    before.isOwn === after.isOwn &&
    before.isGroup === after.isGroup &&
    before.isSeen === after.isSeen,
)

function SenderAvatar({ senderId }: { senderId: string }) {
  return <Avatar id={senderId} name={useUserName(senderId)} size="small" />
}

function SenderName({ senderId }: { senderId: string }) {
  const name = useUserName(senderId)
  const handle = useAppState((state) => state.users.get(senderId)?.handle)
  return (
    <p className="mb-1 flex min-w-0 items-baseline gap-1.5 ps-1 text-sm">
      <bdi className={classNames('truncate font-semibold bg-transparent!', hueOf(senderId))}>{name}</bdi>
      {handle !== undefined && <span className="truncate text-muted text-xs">@{handle}</span>}
    </p>
  )
}

/** Colour and side tell who speaks to those who see them. */
function SpokenSender({ senderId, isOwn }: { senderId: string; isOwn: boolean }) {
  const name = useUserName(isOwn ? null : senderId)
  return <span className="sr-only">{isOwn ? 'You' : name}:</span>
}

const DayLine = ({ at }: { at: string }) => (
  <p className="mt-2 mb-3 text-center font-medium text-muted text-xs">
    <time dateTime={at}>{dayName(at)}</time>
  </p>
)

const UnreadLine = () => (
  <p
    data-unread-line
    className="my-2 flex items-center gap-3 font-semibold text-accent text-xs before:h-px before:flex-1 before:bg-accent/40 after:h-px after:flex-1 after:bg-accent/40"
  >
    New messages
  </p>
)
