import { DropdownMenu } from 'radix-ui'
import { type ReactElement, type ReactNode, useRef } from 'react'
import { classNames } from '../lib/class-names.js'
import { Icon, type IconName } from './icon.js'

interface OpenMenuProps {
  readonly trigger: ReactElement
  readonly children: ReactNode
  /** Whoever opens it with a key is at its first item at once, which Radix cannot know: it came after the key. */
  readonly byKeyboard: boolean
}

/** Open when it is first drawn. Not modal: the modal one would inject a style element to stop scrolling. */
export function OpenMenu({ trigger, children, byKeyboard }: OpenMenuProps) {
  const isFirst = useRef(true)
  const enter = (content: HTMLElement | null) => {
    if (content && isFirst.current && byKeyboard) content.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true })
    if (content) isFirst.current = false
  }
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          ref={enter}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-30 min-w-52 animate-fade rounded-xl border border-line bg-panel p-1 shadow-floating outline-none"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface MenuItemProps {
  readonly icon: IconName
  readonly children: ReactNode
  readonly onSelect: () => void
  readonly danger?: boolean
}

export function MenuItem({ icon, children, onSelect, danger = false }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      className={classNames(
        'flex min-h-10 cursor-default select-none items-center gap-3 rounded-lg px-3 outline-none data-highlighted:bg-sunken',
        danger && 'text-danger',
      )}
    >
      <Icon name={icon} className={classNames('size-5', !danger && 'text-muted')} />
      {children}
    </DropdownMenu.Item>
  )
}

/** One of several side by side. */
export const MenuEmoji = ({ emoji, label, onSelect }: { emoji: string; label: string; onSelect: () => void }) => (
  <DropdownMenu.Item
    aria-label={label}
    onSelect={onSelect}
    className="flex size-9 cursor-default items-center justify-center rounded-lg text-xl outline-none data-highlighted:bg-sunken"
  >
    {emoji}
  </DropdownMenu.Item>
)

export const MenuHeading = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className="px-3 py-2">{children}</DropdownMenu.Label>
)

export const MenuLine = () => <DropdownMenu.Separator className="mx-2 my-1 h-px bg-line" />
