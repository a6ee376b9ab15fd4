import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { Part } from '../lib/part.js'
import { OpensOnUse } from './opens-on-use.js'

type Parts = typeof import('./menu-parts.js')

const parts = new Part<Parts>(() => import('./menu-parts.js'))

/** A menu that hangs from a button. What is in it is drawn once it is open. */
export const Menu = ({ trigger, children }: { trigger: ReactElement; children: ReactNode }) => (
  <OpensOnUse trigger={trigger} popup="menu" part={parts}>
    {({ OpenMenu }, byKeyboard) => (
      <OpenMenu trigger={trigger} byKeyboard={byKeyboard}>
        {children}
      </OpenMenu>
    )}
  </OpensOnUse>
)

export const MenuItem = (props: ComponentProps<Parts['MenuItem']>) => parts.content && <parts.content.MenuItem {...props} />

export const MenuEmoji = (props: ComponentProps<Parts['MenuEmoji']>) => parts.content && <parts.content.MenuEmoji {...props} />

export const MenuHeading = (props: ComponentProps<Parts['MenuHeading']>) => parts.content && <parts.content.MenuHeading {...props} />

export const MenuLine = () => parts.content && <parts.content.MenuLine />
