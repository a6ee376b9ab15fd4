import { RadioGroup } from 'radix-ui'
import { classNames } from '../lib/class-names.js'

export interface RadioOption<Value extends string> {
  readonly value: Value
  readonly name: string
  /** What choosing it means. */
  readonly text?: string
}

/** One of a few, each on a line of its own. `null`: nothing is chosen yet. */
export function RadioList<Value extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: {
  label: string
  value: Value | null
  options: readonly RadioOption<Value>[]
  onChange: (value: Value) => void
  className?: string
}) {
  const choose = (chosen: string) => {
    const option = options.find((one) => one.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <RadioGroup.Root value={value} onValueChange={choose} aria-label={label} className={classNames('grid gap-2', className)}>
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="flex min-h-11 items-center gap-3 rounded-xl border border-line-strong/60 bg-surface px-3.5 py-2 text-start data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
        >
          <span className="inline-flex size-5 shrink-0 items-center justify-center rounded-full border-2 border-line-strong [[data-state=checked]_&]:border-accent">
            <RadioGroup.Indicator className="size-2.5 rounded-full bg-accent" />
          </span>
          <span className="flex min-w-0 flex-col">
            {option.name}
            {option.text !== undefined && <span className="text-muted text-sm">{option.text}</span>}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
