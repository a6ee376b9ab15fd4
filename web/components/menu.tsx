import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.js'
import { Icon, type IconName } from './icon.js'

/** A menu that hangs from a button. Not modal: the modal one would inject a style element to stop scrolling. */
export function Menu({ trigger, children, align = 'end' }: { trigger: ReactNode; children: ReactNode; align?: 'start' | 'end' }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
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

export function MenuItem({
  icon,
  children,
  onSelect,
  danger = false,
}: {
  icon: IconName
  children: ReactNode
  onSelect: () => void
  danger?: boolean
}) {
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

export const MenuHeading = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className="px-3 py-2">{children}</DropdownMenu.Label>
)

export const MenuLine = () => <DropdownMenu.Separator className="mx-2 my-1 h-px bg-line" />
