import { memo, useState } from 'react'
import { useAppState } from '../../../app/client.js'
import { Avatar, hueOf } from '../../../components/avatar.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import { atHandle } from '../../../lib/text.js'
import type { ChatState } from '../../../sdk/state.js'
import { useUserName } from '../../chats/api/use-chats.js'
import type { MessageRow, Standing } from '../message-rows.js'
import { Bubble } from './bubble.js'
import { DayLine, UnreadLine } from './lines.js'
import { MessageActions } from './message-actions.js'
import { MessageMeta } from './message-meta.js'
import type { Question } from './message-question.js'
import { Quote } from './quote.js'
import { Reactions } from './reactions.js'
import { ThreadFoot, ThreadReply } from './thread-lines.js'

interface MessageItemProps {
  readonly chat: ChatState
  readonly row: MessageRow
  /** How far it has come with the other person, where that is shown. */
  readonly standing?: Standing | null
  readonly isFlashed?: boolean
  /** In the panel of its thread, where replies are messages like others. */
  readonly isInThread?: boolean
}

/** Where nothing hovers, what can be done is always in reach. */
const alwaysActive = matchMedia('(hover: none)').matches

export const MessageItem = memo(
  function MessageItem({ chat, row, standing = null, isFlashed = false, isInThread = false }: MessageItemProps) {
    const { message, startsDay, startsUnread, startsRun } = row
    const { messages: texts, common } = useTexts()
    const times = useTimes()
    const userId = useAppState((state) => state.userId)
    const [isActive, setIsActive] = useState(alwaysActive)
    // What is asked stays, wherever the pointer goes meanwhile.
    const [asks, setAsks] = useState<Question | null>(null)
    const isOwn = message.senderId === userId
    const isGroup = chat.info.type === 'group' || isInThread
    const showsSender = isGroup && !isOwn
    if (message.threadRoot !== null && !isInThread) {
      return (
        <>
          {startsDay && <DayLine name={times.day(message.createdAt)} at={message.createdAt} />}
          {startsUnread && <UnreadLine />}
          <ThreadReply chat={chat} message={message} startsRun={startsRun} />
        </>
      )
    }
    return (
      <div className={classNames('flex flex-col', startsRun ? 'pt-3' : 'pt-0.5')}>
        {startsDay && <DayLine name={times.day(message.createdAt)} at={message.createdAt} />}
        {startsUnread && <UnreadLine />}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: The arrows lead from message to message, for those who read with the keyboard. */}
        <div
          tabIndex={-1}
          data-message
          onPointerEnter={() => setIsActive(true)}
          // Whoever has just pressed one of its buttons may be waiting for what opens.
          onPointerLeave={(event) => setIsActive(alwaysActive || event.currentTarget.contains(document.activeElement))}
          onFocus={() => setIsActive(true)}
          className={classNames(
            'group/message -mx-2 flex gap-2.5 rounded-xl px-2 -outline-offset-2 transition-colors duration-700',
            isFlashed && 'bg-accent-soft',
          )}
        >
          {showsSender && <span className="w-8 shrink-0">{startsRun && <SenderAvatar senderId={message.senderId} />}</span>}
          <div
            className={classNames(
              'flex min-w-0 flex-1 flex-col',
              isOwn ? 'items-end ps-12' : 'items-start pe-8',
              !isInThread && (isOwn ? 'sm:ps-24' : 'sm:pe-24'),
            )}
          >
            {startsRun && showsSender && <SenderName senderId={message.senderId} />}
            {startsRun && !showsSender && <SpokenSender senderId={message.senderId} isOwn={isOwn} you={common.you} />}
            <Bubble
              said={message}
              isOwn={isOwn}
              startsRun={startsRun}
              hasQuote={message.replyTo !== null}
              head={
                <>
                  {message.forwardedFrom && <p className="w-full text-muted text-xs italic">{texts.forwarded}</p>}
                  {message.replyTo !== null && <Quote chat={chat} messageId={message.replyTo} />}
                </>
              }
              meta={<MessageMeta chat={chat} message={message} />}
              actions={
                (isActive || asks !== null) && message.deletedAt === null ? (
                  <MessageActions chat={chat} message={message} isOwn={isOwn} isInThread={isInThread} asks={asks} onAsk={setAsks} />
                ) : null
              }
            />
            <Reactions chat={chat} message={message} />
            {message.replyCount > 0 && !isInThread && <ThreadFoot message={message} />}
            {standing && <p className="mt-1 text-end text-muted text-xs">{texts[standing]}</p>}
          </div>
        </div>
      </div>
    )
  },
  (before, after) =>
    before.row.message === after.row.message &&
    before.row.startsDay === after.row.startsDay &&
    before.row.startsRun === after.row.startsRun &&
    before.row.startsUnread === after.row.startsUnread &&
    before.isFlashed === after.isFlashed &&
    before.standing === after.standing &&
    before.chat.me.role === after.chat.me.role &&
    (after.row.message.replyTo === null || before.chat.messages === after.chat.messages),
)

function SenderAvatar({ senderId }: { senderId: string }) {
  return <Avatar id={senderId} name={useUserName(senderId)} size="small" />
}

function SenderName({ senderId }: { senderId: string }) {
  const name = useUserName(senderId)
  const handle = useAppState((state) => state.users.get(senderId)?.handle)
  return (
    <p className="mb-1 flex min-w-0 max-w-full items-baseline gap-1.5 ps-1 text-sm">
      <bdi className={classNames('truncate font-semibold bg-transparent!', hueOf(senderId))}>{name}</bdi>
      {handle !== undefined && <span className="truncate text-muted text-xs">{atHandle(handle)}</span>}
    </p>
  )
}

/** Colour and side tell who speaks to those who see them. */
function SpokenSender({ senderId, isOwn, you }: { senderId: string; isOwn: boolean; you: string }) {
  const { messages } = useTexts()
  const name = useUserName(isOwn ? null : senderId)
  return <span className="sr-only">{messages.says(isOwn ? you : name)}</span>
}
