import { AlertDialog } from 'radix-ui'
import { useState } from 'react'
import { useTexts } from '../i18n/language.js'
import { Button } from './button.js'
import { Backdrop, dialogBox, useReturn } from './dialog.js'
import { useNotify } from './toasts.js'

/** Asks before something that cannot be undone. */
export function Confirm({
  open,
  onClose,
  title,
  text,
  action,
  onConfirm,
}: {
  open: boolean
  onClose: () => void
  title: string
  text: string
  action: string
  onConfirm: () => Promise<void>
}) {
  const [busy, setBusy] = useState(false)
  const notify = useNotify()
  const { remember, goBack } = useReturn()
  const { common } = useTexts()
  const confirm = () => {
    setBusy(true)
    onConfirm()
      .then(onClose, notify)
      .finally(() => setBusy(false))
  }
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <Backdrop />
        <AlertDialog.Content onOpenAutoFocus={remember} onCloseAutoFocus={goBack} className={`${dialogBox} gap-2 p-5 sm:w-96`}>
          <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-muted">{text}</AlertDialog.Description>
          <div className="mt-4 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button look="secondary">{common.cancel}</Button>
            </AlertDialog.Cancel>
            <Button look="danger" busy={busy} onClick={confirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
