import { useClient } from '../../../app/client.js'
import { Icon } from '../../../components/icon.js'
import { textOf } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { PendingMessage } from '../../../sdk/state.js'
import { Bubble } from './bubble.js'

/** One's own message on its way, or one that did not make it: it keeps its text, says why, and can be sent again. */
export function PendingItem({ message }: { message: PendingMessage }) {
  const { outbox } = useClient()
  const texts = useTexts()
  const hasFailed = message.status === 'failed'
  const { text = null, attachments = [] } = message.draft
  const said = { text, attachments, previews: [], mentions: [], mentionsAll: false, deletedAt: null }
  return (
    <div className="flex flex-col items-end ps-12 pt-0.5 sm:ps-24">
      <Bubble
        said={said}
        isOwn
        startsRun={false}
        tone={hasFailed ? 'failed' : 'faint'}
        meta={
          hasFailed ? (
            <span className="inline-flex items-center gap-1 font-medium text-danger">
              <Icon name="alert" className="size-3.5" />
              {texts.messages.notSent}
            </span>
          ) : (
            <>
              <Icon name="clock" className="size-3.5" />
              <span className="sr-only">{texts.messages.sending}</span>
            </>
          )
        }
      />
      {hasFailed && (
        <div role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-x-3 text-danger text-sm">
          <span>{reasonOf(message.problem ?? '', texts)}</span>
          <button type="button" className="py-1 font-medium underline underline-offset-4" onClick={() => outbox.retry(message.clientId)}>
            {texts.common.tryAgain}
          </button>
          <button type="button" className="py-1 font-medium underline underline-offset-4" onClick={() => outbox.discard(message.clientId)}>
            {texts.common.delete}
          </button>
        </div>
      )}
    </div>
  )
}

function reasonOf(problem: string, texts: ReturnType<typeof useTexts>): string {
  if (problem === 'not_found') return texts.messages.gone
  if (problem === 'forbidden') return texts.messages.blocked
  return textOf(texts, problem) ?? problem
}
