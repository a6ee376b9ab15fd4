import type { ReactNode } from 'react'
import { classNames } from '../../../lib/class-names.js'

/** What somebody said, exactly as they wrote it, and beside its end what belongs to it. */
export function Bubble({
  number,
  text,
  isOwn,
  startsRun,
  tone = 'plain',
  meta,
}: {
  /** Of a message that has one. What the reader looks at is kept in place by it. */
  number?: number
  text: string | null
  isOwn: boolean
  startsRun: boolean
  tone?: 'plain' | 'faint' | 'failed'
  meta: ReactNode
}) {
  return (
    <div
      data-number={number}
      className={classNames(
        'flex w-fit min-w-0 max-w-[min(100%,36rem)] flex-wrap items-end justify-end gap-x-3 overflow-hidden rounded-2xl px-3.5 py-2',
        isOwn ? 'ms-auto bg-own' : 'bg-surface shadow-raised',
        startsRun && (isOwn ? 'rounded-se-md' : 'rounded-ss-md'),
        tone === 'faint' && 'opacity-70',
        tone === 'failed' && 'outline outline-1 outline-danger -outline-offset-1',
      )}
    >
      {text === null ? (
        <span className={classNames('me-auto italic', isOwn ? 'text-own-muted' : 'text-muted')}>Message deleted</span>
      ) : (
        <p dir="auto" data-text className="verbatim me-auto min-w-0">
          {text}
        </p>
      )}
      <p className={classNames('-mb-0.5 flex items-center gap-1.5 text-xs leading-5', isOwn ? 'text-own-muted' : 'text-muted')}>{meta}</p>
    </div>
  )
}
