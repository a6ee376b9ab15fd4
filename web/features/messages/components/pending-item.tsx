import { useLayoutEffect } from 'react'
import { useClient } from '../../../app/client.js'
import { Icon } from '../../../components/icon.js'
import type { PendingMessage } from '../../../sdk/state.js'
import { Bubble } from './bubble.js'

/** One's own message on its way, or one that did not make it: it keeps its text, says why, and can be sent again. */
export function PendingItem({ message, onShown }: { message: PendingMessage; onShown: () => void }) {
  const { outbox } = useClient()
  useLayoutEffect(onShown, [onShown])
  const hasFailed = message.status === 'failed'
  return (
    <li className="flex flex-col ps-12 pt-0.5 sm:ps-24">
      <Bubble
        text={message.text}
        isOwn
        startsRun={false}
        tone={hasFailed ? 'failed' : 'faint'}
        meta={
          hasFailed ? (
            <span className="inline-flex items-center gap-1 font-medium text-danger">
              <Icon name="alert" className="size-3.5" />
              Not sent
            </span>
          ) : (
            <>
              <Icon name="clock" className="size-3.5" />
              <span className="sr-only">Sending</span>
            </>
          )
        }
      />
      {hasFailed && (
        <div role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-x-3 text-danger text-sm">
          <span>{message.problem}</span>
          <button type="button" className="py-1 font-medium underline underline-offset-4" onClick={() => outbox.retry(message.clientId)}>
            Try again
          </button>
          <button type="button" className="py-1 font-medium underline underline-offset-4" onClick={() => outbox.discard(message.clientId)}>
            Delete
          </button>
        </div>
      )}
    </li>
  )
}
