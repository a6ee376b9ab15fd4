import { classNames } from '../../../lib/class-names.js'

const widths = ['w-2/5', 'w-3/5', 'w-1/3', 'w-1/2', 'w-2/3'] as const

/** The place of a message that is on its way here. */
export const MissingItem = ({ number }: { number: number }) => (
  <div aria-hidden="true" className="py-1.5">
    <div className={classNames('h-9 animate-breathe rounded-2xl bg-line/70', widths[number % widths.length])} />
  </div>
)
