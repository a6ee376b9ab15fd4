import { useTexts } from '../i18n/language.js'
import { Part } from '../lib/part.js'
import { IconButton } from './button.js'
import { OpensOnUse } from './opens-on-use.js'

const popover = new Part(async () => (await import('./emoji-popover.js')).EmojiPopover)

interface EmojiButtonProps {
  readonly onPick: (emoji: string) => void
  readonly label?: string
  readonly small?: boolean
  readonly className?: string
}

export function EmojiButton({ onPick, label, small = false, className = '' }: EmojiButtonProps) {
  const { composer } = useTexts()
  const name = label ?? composer.emoji
  const trigger = <IconButton icon="smile" label={name} small={small} className={className} />
  return (
    <OpensOnUse trigger={trigger} popup="dialog" part={popover}>
      {(EmojiPopover) => <EmojiPopover trigger={trigger} label={name} onPick={onPick} />}
    </OpensOnUse>
  )
}
