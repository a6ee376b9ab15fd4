import { lazy, type ReactElement, type ReactNode } from 'react'
import { OpensOnUse } from './opens-on-use.js'

const parts = () => import('./menu-parts.js')

const OpenMenu = lazy(async () => ({ default: (await parts()).OpenMenu }))
export const MenuItem = lazy(async () => ({ default: (await parts()).MenuItem }))
export const MenuEmoji = lazy(async () => ({ default: (await parts()).MenuEmoji }))
export const MenuHeading = lazy(async () => ({ default: (await parts()).MenuHeading }))
export const MenuLine = lazy(async () => ({ default: (await parts()).MenuLine }))

/** A menu that hangs from a button. */
export const Menu = ({ trigger, children }: { trigger: ReactElement; children: ReactNode }) => (
  <OpensOnUse trigger={trigger} popup="menu">
    {(byKeyboard) => (
      <OpenMenu trigger={trigger} byKeyboard={byKeyboard}>
        {children}
      </OpenMenu>
    )}
  </OpensOnUse>
)
