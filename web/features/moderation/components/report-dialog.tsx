import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Dialog, DialogActions } from '../../../components/dialog.js'
import { TextArea } from '../../../components/field.js'
import { RadioList } from '../../../components/radio-list.js'
import { useNotify, useTell } from '../../../components/toasts.js'
import { isolated } from '../../../i18n/explain.js'
import { useModerationTexts } from '../../../i18n/moderation.js'
import type { Message, User } from '../../../sdk/model.js'
import { QuoteText } from '../../messages/components/quote.js'

const kinds = ['spam', 'abuse', 'illegal', 'other'] as const
type Kind = (typeof kinds)[number]

/** The server takes a thousand characters, what is chosen among them. */
const longest = 800

type Reported = { readonly message: Message } | { readonly user: User }

/** Asks those who run the server to look at a message or a person. */
export function ReportDialog({ about, onClose }: { about: Reported; onClose: () => void }) {
  const { api } = useClient()
  const texts = useModerationTexts()
  const notify = useNotify()
  const tell = useTell()
  const [kind, setKind] = useState<Kind | null>(null)
  const [more, setMore] = useState('')
  const [busy, setBusy] = useState(false)
  const words = more.trim()
  const canSend = kind !== null && (kind !== 'other' || words !== '')
  const send = () => {
    if (kind === null) return
    const reason = [texts[kind], words].filter((part) => part !== '').join(': ')
    const what = 'message' in about ? { chatId: about.message.chatId, messageId: about.message.id } : { userId: about.user.id }
    setBusy(true)
    api
      .report({ ...what, reason })
      .then(() => {
        tell(texts.reported)
        onClose()
      }, notify)
      .finally(() => setBusy(false))
  }
  const title = 'message' in about ? texts.reportMessage : texts.reportPerson(isolated(about.user.displayName))
  return (
    <Dialog open onClose={onClose} title={title} description={texts.reportLead}>
      <form
        className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        {'message' in about && (
          <div className="rounded-md border-line-strong border-s-2 bg-sunken px-2.5 py-1">
            <QuoteText message={about.message} />
          </div>
        )}
        <RadioList
          label={texts.whatIsWrong}
          value={kind}
          options={kinds.map((value) => ({ value, name: texts[value] }))}
          onChange={setKind}
        />
        <TextArea
          label={texts.more}
          hint={kind === 'other' ? texts.otherHint : texts.moreHint}
          value={more}
          maxLength={longest}
          onChange={(event) => setMore(event.target.value)}
        />
        <DialogActions onCancel={onClose}>
          <Button type="submit" busy={busy} disabled={!canSend}>
            {texts.send}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
