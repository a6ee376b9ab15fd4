import { Slot } from 'radix-ui'
import { type KeyboardEvent, type ReactElement, type ReactNode, Suspense, useState } from 'react'

interface OpensOnUseProps {
  readonly trigger: ReactElement
  readonly popup: 'menu' | 'dialog'
  /** The same trigger with what hangs from it, open. */
  readonly children: (byKeyboard: boolean) => ReactNode
}

/**
 * A button that is nothing but itself until somebody uses it: every message has three, and hardly any is used. What
 * hangs from it is fetched with the first use of all.
 */
export function OpensOnUse({ trigger, popup, children }: OpensOnUseProps) {
  const [used, setUsed] = useState<'keyboard' | 'pointer' | null>(null)
  const openWithArrow = (event: KeyboardEvent) => {
    if (popup !== 'menu' || event.key !== 'ArrowDown') return
    event.preventDefault()
    setUsed('keyboard')
  }
  const closed = (
    <Slot.Root
      aria-haspopup={popup}
      aria-expanded={false}
      // A click without a count is a key's.
      onClick={({ detail }) => setUsed(detail === 0 ? 'keyboard' : 'pointer')}
      onKeyDown={openWithArrow}
    >
      {trigger}
    </Slot.Root>
  )
  return used === null ? closed : <Suspense fallback={closed}>{children(used === 'keyboard')}</Suspense>
}
