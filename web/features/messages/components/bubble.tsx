import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import type { Attachment, Message, Preview } from '../../../sdk/model.js'
import { Attachments } from './attachments.js'
import { MessageText } from './message-text.js'
import { Previews } from './previews.js'

type Said = Pick<Message, 'text' | 'mentions' | 'mentionsAll'> & {
  readonly attachments: readonly Attachment[]
  readonly previews: readonly Preview[]
  readonly deletedAt: string | null
}

/** What somebody said, and beside its end what belongs to it. */
export function Bubble({
  said,
  isOwn,
  startsRun,
  hasQuote = false,
  tone = 'plain',
  head,
  meta,
  actions,
}: {
  said: Said
  isOwn: boolean
  startsRun: boolean
  /** A quote takes the width that the text has, and this much at least. */
  hasQuote?: boolean
  tone?: 'plain' | 'faint' | 'failed'
  head?: ReactNode
  meta: ReactNode
  actions?: ReactNode
}) {
  const { messages } = useTexts()
  const { text } = said
  return (
    <div className="relative w-fit max-w-[min(100%,38rem)]">
      <div
        className={classNames(
          'flex min-w-0 flex-wrap items-end justify-end gap-x-3 gap-y-1 overflow-hidden rounded-2xl px-3.5 py-2',
          isOwn ? 'bg-own' : 'bg-surface shadow-raised',
          hasQuote && 'min-w-56',
          startsRun && (isOwn ? 'rounded-se-md' : 'rounded-ss-md'),
          tone === 'faint' && 'opacity-70',
          tone === 'failed' && 'outline outline-1 outline-danger -outline-offset-1',
        )}
      >
        {head}
        {said.attachments.length > 0 && <Attachments attachments={said.attachments} />}
        {said.deletedAt !== null ? (
          <span className={classNames('me-auto italic', isOwn ? 'text-own-muted' : 'text-muted')}>{messages.deleted}</span>
        ) : (
          text !== null && <MessageText said={{ ...said, text }} />
        )}
        {said.previews.length > 0 && <Previews previews={said.previews} />}
        <p className={classNames('-mb-0.5 ms-auto flex items-center gap-1.5 text-xs leading-5', isOwn ? 'text-own-muted' : 'text-muted')}>
          {meta}
        </p>
      </div>
      {actions}
    </div>
  )
}
