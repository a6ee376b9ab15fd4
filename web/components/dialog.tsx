import { Dialog as Primitive } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { useTexts } from '../i18n/language.js'
import { classNames } from '../lib/class-names.js'
import { Button, IconButton } from './button.js'

export const dialogBox =
  'fixed inset-x-0 bottom-0 z-30 flex max-h-[92dvh] flex-col rounded-t-2xl bg-panel shadow-floating outline-none animate-rise sm:inset-0 sm:m-auto sm:h-fit sm:max-h-[min(44rem,88dvh)] sm:w-[30rem] sm:rounded-2xl'

/**
 * The primitive's own overlay would inject a style element, which the Content-Security-Policy refuses: a plain box serves.
 * Nothing behind it scrolls with the pointer, because the primitive takes pointer events from it.
 */
export const Backdrop = () => <div aria-hidden="true" className="fixed inset-0 z-20 animate-fade bg-backdrop" />

/** A choice in a form has a hidden field beside it, which is nobody's. */
const fields = 'input:not([aria-hidden]), textarea, [role=radio]'

/** Where there is something to type, that is what one came for; otherwise the whole is read out. */
function focusFirstField(event: Event): void {
  event.preventDefault()
  const content = event.currentTarget
  if (content instanceof HTMLElement) (content.querySelector<HTMLElement>(fields) ?? content).focus()
}

/**
 * The primitive goes back to a trigger of its own, which what is opened from elsewhere has not. A message's buttons may be gone by then: its
 * row is not. Whoever has the focus meanwhile keeps it.
 */
export function useReturn() {
  const from = useRef<readonly (Element | null | undefined)[]>([])
  return {
    remember: () => {
      const menu = document.activeElement?.closest('[role=menu]')
      const before = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : document.activeElement
      from.current = [before, before?.closest('[data-message]')]
    },
    goBack: (event: Event) => {
      event.preventDefault()
      if (document.activeElement !== document.body) return
      const left = from.current.find((element) => element?.isConnected)
      if (left instanceof HTMLElement) left.focus()
    },
  }
}

/** A window over the page: from the bottom on a phone, in the middle elsewhere. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  className,
}: {
  open: boolean
  onClose: () => void
  title: string
  description?: string
  children: ReactNode
  className?: string
}) {
  const { common } = useTexts()
  const { remember, goBack } = useReturn()
  return (
    <Primitive.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Primitive.Portal>
        <Backdrop />
        <Primitive.Content
          onOpenAutoFocus={(event) => {
            remember()
            focusFirstField(event)
          }}
          onCloseAutoFocus={goBack}
          className={classNames(dialogBox, className)}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1 pt-1.5">
              <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="mt-0.5 text-muted text-sm">{description}</Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <IconButton icon="close" label={common.close} className="-me-2" />
            </Primitive.Close>
          </header>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** At the foot of a form in a window: the way out, then what it is for. */
export function DialogActions({ onCancel, children }: { onCancel: () => void; children: ReactNode }) {
  const { common } = useTexts()
  return (
    <div className="flex justify-end gap-2">
      <Button look="secondary" onClick={onCancel}>
        {common.cancel}
      </Button>
      {children}
    </div>
  )
}
