import { Slot } from 'radix-ui'
import { type KeyboardEvent, type ReactElement, type ReactNode, useState } from 'react'
import type { Part } from '../lib/part.js'
import { useAwaited } from './on-demand.js'

interface OpensOnUseProps<Content> {
  readonly trigger: ReactElement
  readonly popup: 'menu' | 'dialog'
  readonly part: Part<Content>
  /** The same trigger with what hangs from it, open. */
  readonly children: (content: Content, byKeyboard: boolean) => ReactNode
}

/**
 * A button that is nothing but itself until somebody uses it: every message has three, and hardly any is used. What
 * hangs from it is fetched once somebody is about to.
 */
export function OpensOnUse<Content>({ trigger, popup, part, children }: OpensOnUseProps<Content>) {
  const [use, setUse] = useState<'keyboard' | 'pointer' | null>(null)
  const content = useAwaited(use === null ? null : part, () => setUse(null))
  if (content !== null) return children(content, use === 'keyboard')
  const prepare = () => part.prepare()
  const openWithArrow = (event: KeyboardEvent) => {
    if (popup !== 'menu' || event.key !== 'ArrowDown') return
    event.preventDefault()
    setUse('keyboard')
  }
  return (
    <Slot.Root
      aria-haspopup={popup}
      aria-expanded={false}
      aria-busy={use !== null}
      onPointerEnter={prepare}
      onFocus={prepare}
      // A click without a count is a key's.
      onClick={({ detail }) => setUse(detail === 0 ? 'keyboard' : 'pointer')}
      onKeyDown={openWithArrow}
    >
      {trigger}
    </Slot.Root>
  )
}
