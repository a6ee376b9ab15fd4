import { lazy } from 'react'
import { useTexts } from '../i18n/language.js'
import { IconButton } from './button.js'
import { OpensOnUse } from './opens-on-use.js'

const EmojiPopover = lazy(async () => ({ default: (await import('./emoji-popover.js')).EmojiPopover }))

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
    <OpensOnUse trigger={trigger} popup="dialog">
      {() => <EmojiPopover trigger={trigger} label={name} onPick={onPick} />}
    </OpensOnUse>
  )
}
