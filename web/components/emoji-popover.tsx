import { Popover } from 'radix-ui'
import { lazy, type ReactElement, Suspense, useState } from 'react'
import { EmojiSkeleton } from './skeleton.js'

const EmojiPicker = lazy(async () => ({ default: (await import('./emoji-picker.js')).EmojiPicker }))

/** Open when it is first drawn. */
export function EmojiPopover({ trigger, label, onPick }: { trigger: ReactElement; label: string; onPick: (emoji: string) => void }) {
  const [isOpen, setIsOpen] = useState(true)
  const pick = (emoji: string) => {
    setIsOpen(false)
    onPick(emoji)
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={label}
          sideOffset={8}
          collisionPadding={8}
          // Unless whoever is told of the choice has taken the focus to where it is used.
          onCloseAutoFocus={(event) => document.activeElement !== document.body && event.preventDefault()}
          className="z-30 h-80 w-76 animate-fade overflow-hidden rounded-xl border border-line bg-panel shadow-floating outline-none"
        >
          <Suspense fallback={<EmojiSkeleton />}>
            <EmojiPicker onPick={pick} />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
