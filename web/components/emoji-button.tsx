import { Popover } from 'radix-ui'
import { lazy, Suspense, useState } from 'react'
import { useTexts } from '../i18n/language.js'
import { IconButton } from './button.js'
import { EmojiSkeleton } from './skeleton.js'

const EmojiPicker = lazy(async () => ({ default: (await import('./emoji-picker.js')).EmojiPicker }))

interface EmojiButtonProps {
  readonly onPick: (emoji: string) => void
  readonly label?: string
  readonly small?: boolean
  readonly className?: string
}

export function EmojiButton({ onPick, label, small = false, className = '' }: EmojiButtonProps) {
  const { composer } = useTexts()
  const [isOpen, setIsOpen] = useState(false)
  const pick = (emoji: string) => {
    setIsOpen(false)
    onPick(emoji)
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger asChild>
        <IconButton icon="smile" label={label ?? composer.emoji} small={small} className={className} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={label ?? composer.emoji}
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
