import { classNames } from '../lib/class-names.js'
import { initialsOf, stableHash } from '../lib/text.js'

/** Written out, so that the style sheet has them. */
const hues = [
  'text-hue-1 bg-hue-1/15',
  'text-hue-2 bg-hue-2/15',
  'text-hue-3 bg-hue-3/15',
  'text-hue-4 bg-hue-4/15',
  'text-hue-5 bg-hue-5/15',
  'text-hue-6 bg-hue-6/15',
  'text-hue-7 bg-hue-7/15',
  'text-hue-8 bg-hue-8/15',
]

const sizes = { small: 'size-8 text-xs', medium: 'size-10 text-sm', large: 'size-12 text-base', huge: 'size-20 text-2xl' } as const

export const hueOf = (id: string): string => hues[stableHash(id, hues.length) - 1] ?? ''

/** Initials on a colour that stays with the id. People are round, groups are square. */
export function Avatar({
  id,
  name,
  shape = 'round',
  size = 'medium',
}: {
  id: string
  name: string
  shape?: 'round' | 'square'
  size?: keyof typeof sizes
}) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex shrink-0 select-none items-center justify-center overflow-hidden font-semibold',
        shape === 'round' ? 'rounded-full' : 'rounded-xl',
        sizes[size],
        hueOf(id),
      )}
    >
      <bdi>{initialsOf(name)}</bdi>
    </span>
  )
}
