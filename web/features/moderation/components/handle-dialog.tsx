import { useState } from 'react'
import { Button } from '../../../components/button.js'
import { Dialog, DialogActions } from '../../../components/dialog.js'
import { TextArea } from '../../../components/field.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import { useModerationTexts } from '../../../i18n/moderation.js'

/** As much as the server takes. */
const longest = 1_000

/** Asks for a word about the decision, which may be left out. */
export function HandleDialog({
  as,
  onClose,
  onHandle,
}: {
  as: 'resolved' | 'dismissed'
  onClose: () => void
  onHandle: (note: string | null) => Promise<void>
}) {
  const texts = useModerationTexts()
  const { common } = useTexts()
  const notify = useNotify()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [title, lead] = as === 'resolved' ? [texts.resolve, texts.resolveLead] : [texts.dismiss, texts.dismissLead]
  const handle = () => {
    setBusy(true)
    onHandle(note.trim() === '' ? null : note.trim())
      .then(onClose, notify)
      .finally(() => setBusy(false))
  }
  return (
    <Dialog open onClose={onClose} title={title} description={lead}>
      <form
        className="flex flex-col gap-4 px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          handle()
        }}
      >
        <TextArea
          label={`${texts.note} (${common.optional})`}
          hint={texts.noteHint}
          value={note}
          maxLength={longest}
          onChange={(event) => setNote(event.target.value)}
        />
        <DialogActions onCancel={onClose}>
          <Button type="submit" busy={busy}>
            {title}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
