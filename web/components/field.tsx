import { Label } from 'radix-ui'
import { type ComponentProps, useId, useState } from 'react'
import { useTexts } from '../i18n/language.js'
import { classNames } from '../lib/class-names.js'
import { Icon } from './icon.js'

const box =
  'min-h-11 w-full rounded-lg border border-line-strong/60 bg-surface px-3 placeholder:text-muted/80 focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent aria-invalid:border-danger'

type FieldProps = Omit<ComponentProps<'input'>, 'id'> & { label: string; hint?: string | undefined; error?: string | undefined }

/** An input with its name, a hint, and what is wrong with it, tied together for assistive technology. */
export function Field({ label, hint, error, className, type = 'text', ...rest }: FieldProps) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const note = error ?? hint
  const { common } = useTexts()
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <Label.Root htmlFor={id} className="font-medium text-sm">
        {label}
      </Label.Root>
      <div className="relative">
        <input
          {...rest}
          id={id}
          type={shown ? 'text' : type}
          dir={type === 'text' ? 'auto' : undefined}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className={classNames(box, type === 'password' && 'pe-12')}
        />
        {type === 'password' && (
          <button
            type="button"
            aria-pressed={shown}
            aria-label={common.showPassword}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-1 end-1 inline-flex w-10 items-center justify-center rounded-md text-muted hover:text-ink aria-pressed:text-accent"
          >
            <Icon name="eye" />
          </button>
        )}
      </div>
      {note !== undefined && (
        <p id={`${id}-note`} className={classNames('text-sm', error === undefined ? 'text-muted' : 'text-danger')}>
          {note}
        </p>
      )}
    </div>
  )
}

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id'> & { label: string; hint?: string }

/** Room for a few sentences; it grows with them as far as the browser knows how. */
export function TextArea({ label, hint, className, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <Label.Root htmlFor={id} className="font-medium text-sm">
        {label}
      </Label.Root>
      <textarea
        {...rest}
        id={id}
        dir="auto"
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
        className={classNames(box, 'max-h-48 min-h-20 resize-none py-2.5 [field-sizing:content]')}
      />
      {hint !== undefined && (
        <p id={`${id}-note`} className="text-muted text-sm">
          {hint}
        </p>
      )}
    </div>
  )
}

/** A search field; its label is for those who do not see the picture. */
export function SearchField({ label, className, ...rest }: ComponentProps<'input'> & { label: string }) {
  return (
    <div className={classNames('relative', className)}>
      <span className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-muted">
        <Icon name="search" />
      </span>
      <input
        {...rest}
        type="search"
        dir="auto"
        aria-label={label}
        placeholder={rest.placeholder ?? label}
        className={classNames(box, 'ps-10')}
      />
    </div>
  )
}
