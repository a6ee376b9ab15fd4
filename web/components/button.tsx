import type { ComponentProps } from 'react'
import { Link, type LinkProps } from 'react-router'
import { classNames } from '../lib/class-names.js'
import { Icon, type IconName } from './icon.js'

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line-strong/60 bg-surface text-ink hover:bg-sunken',
  quiet: 'text-accent hover:bg-accent-soft',
  danger: 'bg-danger text-on-danger hover:opacity-90',
} as const

const shape =
  'inline-flex min-h-10 items-center justify-center gap-2 rounded-lg px-4 font-medium transition-colors disabled:cursor-default disabled:opacity-55'

type ButtonProps = ComponentProps<'button'> & {
  look?: keyof typeof looks
  /** Something is under way: the button stays where it is, and does nothing. */
  busy?: boolean
}

export function Button({ look = 'primary', busy = false, className, disabled, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} disabled={disabled || busy} aria-busy={busy} className={classNames(shape, looks[look], className)}>
      {children}
    </button>
  )
}

/** A link that looks like one. */
export const ButtonLink = ({ look = 'primary', className, ...rest }: LinkProps & { look?: keyof typeof looks; className?: string }) => (
  <Link {...rest} className={classNames(shape, looks[look], className)} />
)

type IconButtonProps = ComponentProps<'button'> & { icon: IconName; label: string; small?: boolean }

/** A button that is only a picture; the label is what it is called. */
export function IconButton({ icon, label, small = false, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-sunken hover:text-ink',
        small ? 'size-8' : 'size-10',
        'aria-pressed:bg-accent-soft aria-pressed:text-accent',
        'disabled:opacity-40 data-[state=open]:bg-sunken data-[state=open]:text-ink',
        className,
      )}
    >
      <Icon name={icon} />
    </button>
  )
}
