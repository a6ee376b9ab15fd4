import { useState } from 'react'
import { Avatar } from '../../../components/avatar.js'
import { Button, ButtonLink } from '../../../components/button.js'
import { Confirm } from '../../../components/confirm.js'
import { Icon } from '../../../components/icon.js'
import { useNotify, useTell } from '../../../components/toasts.js'
import { isolated } from '../../../i18n/explain.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import { useModerationTexts } from '../../../i18n/moderation.js'
import { atHandle } from '../../../lib/text.js'
import type { Report } from '../../../sdk/api/moderation-api.js'
import { useChat, useUserName } from '../../chats/api/use-chats.js'
import { useReportActions } from '../api/use-reports.js'
import { useSuspensions } from '../api/use-suspensions.js'
import { HandleDialog } from './handle-dialog.js'
import { Reported } from './reported.js'

const grave = 'px-3! text-danger hover:bg-danger-soft'

type Question = 'resolved' | 'dismissed' | 'suspend' | 'remove' | null

/** One report: whom and what it is about, who says what is wrong, and what can be done. */
export function ReportCard({ report, onHandled }: { report: Report; onHandled: () => void }) {
  const { user, reporter, message, place, status } = report
  const texts = useModerationTexts()
  const times = useTimes()
  const notify = useNotify()
  const tell = useTell()
  const { handle, removeMessage } = useReportActions(report)
  const suspensions = useSuspensions()
  const isSuspended = suspensions.isSuspended(user.id)
  const [asks, setAsks] = useState<Question>(null)
  const close = () => setAsks(null)
  const name = isolated(user.displayName)
  const isThere = message !== null && message.deletedAt === null
  const decide = async (next: Report['status'], note: string | null) => {
    onHandled()
    await handle(next, note)
    tell({ open: texts.isOpen, resolved: texts.isResolved, dismissed: texts.isDismissed }[next])
  }
  return (
    <article aria-label={user.displayName} className="flex flex-col gap-3 rounded-2xl border border-line bg-panel p-4 shadow-raised sm:p-5">
      <header className="flex items-center gap-3">
        <Avatar id={user.id} name={user.displayName} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            <bdi>{user.displayName}</bdi>
          </h2>
          <p className="truncate text-muted text-sm">{atHandle(user.handle)}</p>
        </div>
        {isSuspended && (
          <span className="shrink-0 rounded-full bg-danger-soft px-3 py-1 font-medium text-danger text-sm">{texts.suspended}</span>
        )}
      </header>
      <Reported report={report} />
      <div className="flex gap-2.5">
        <Icon name="flag" className="mt-0.5 size-4.5 shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <Said text={report.reason} />
          <p className="text-muted text-sm">
            <time dateTime={report.createdAt} title={times.full(report.createdAt)}>
              {texts.reportedBy(isolated(reporter.displayName), times.ago(report.createdAt))}
            </time>
          </p>
        </div>
      </div>
      {status !== 'open' && <Decision report={report} />}
      <footer className="flex flex-wrap items-center gap-x-2 gap-y-3 border-line border-t pt-3">
        <span className="-mx-3 flex flex-wrap">
          {isThere && place && <OpenInChat place={place} number={message.number} thread={message.threadRoot} />}
          {isThere && (
            <Button look="quiet" onClick={() => setAsks('remove')} className={grave}>
              {texts.removeMessage}
            </Button>
          )}
          {isSuspended ? (
            <Button
              look="quiet"
              onClick={() => void suspensions.set(user.id, false).then(() => tell(texts.restored(name)), notify)}
              className="px-3!"
            >
              {texts.restore}
            </Button>
          ) : (
            <Button look="quiet" onClick={() => setAsks('suspend')} className={grave}>
              {texts.suspend}
            </Button>
          )}
        </span>
        <span className="flex flex-1 justify-end gap-2">
          {status === 'open' ? (
            <>
              <Button look="secondary" onClick={() => setAsks('dismissed')} className="max-sm:flex-1">
                {texts.dismiss}
              </Button>
              <Button onClick={() => setAsks('resolved')} className="max-sm:flex-1">
                {texts.resolve}
              </Button>
            </>
          ) : (
            <Button look="secondary" onClick={() => void decide('open', report.note).catch(notify)} className="max-sm:flex-1">
              {texts.reopen}
            </Button>
          )}
        </span>
      </footer>
      {(asks === 'resolved' || asks === 'dismissed') && <HandleDialog as={asks} onClose={close} onHandle={(note) => decide(asks, note)} />}
      <Confirm
        open={asks === 'remove'}
        onClose={close}
        title={texts.removeQuestion}
        text={texts.removeText}
        action={texts.removeMessage}
        onConfirm={() => removeMessage().then(() => tell(texts.removed))}
      />
      <Confirm
        open={asks === 'suspend'}
        onClose={close}
        title={texts.suspendQuestion(name)}
        text={texts.suspendText}
        action={texts.suspend}
        onConfirm={() => suspensions.set(user.id, true).then(() => tell(texts.suspendedNow(name)))}
      />
    </article>
  )
}

/** Where it was said, for those who are there too. */
function OpenInChat({ place, number, thread }: { place: NonNullable<Report['place']>; number: number; thread: string | null }) {
  const texts = useModerationTexts()
  const chat = useChat(place.chatId)
  if (!chat) return null
  const at = `/chats/${place.chatId}?at=${number}${thread === null ? '' : `&thread=${thread}`}`
  return (
    <ButtonLink to={at} look="quiet" className="px-3!">
      {texts.openInChat}
    </ButtonLink>
  )
}

/** Exactly as it was written, beside its picture whatever its direction. */
const Said = ({ text }: { text: string }) => (
  <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
    <bdi>{text}</bdi>
  </p>
)

/** What came of it, by whom, and why. */
function Decision({ report: { status, note, handledAt, handledBy } }: { report: Report }) {
  const texts = useModerationTexts()
  const { common } = useTexts()
  const times = useTimes()
  const name = useUserName(handledBy)
  return (
    <div className="flex gap-2.5">
      <Icon name={status === 'resolved' ? 'check' : 'close'} className="mt-0.5 size-4.5 shrink-0 text-accent" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{status === 'resolved' ? texts.resolved : texts.dismissed}</p>
        {note !== null && <Said text={note} />}
        {handledAt !== null && (
          <p className="text-muted text-sm">{texts.handled(handledBy === null ? common.somebody : isolated(name), times.ago(handledAt))}</p>
        )}
      </div>
    </div>
  )
}
