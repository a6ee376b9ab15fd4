import { Popover } from 'radix-ui'
import { type ReactElement, useState } from 'react'
import { EmojiPicker } from './emoji-picker.js'

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
          <EmojiPicker onPick={pick} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
