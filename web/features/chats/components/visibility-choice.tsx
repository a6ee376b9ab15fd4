import { RadioGroup } from 'radix-ui'
import { Icon } from '../../../components/icon.js'
import { useTexts } from '../../../i18n/language.js'

type Visibility = 'private' | 'public'

export function VisibilityChoice({ value, onChange }: { value: Visibility; onChange: (value: Visibility) => void }) {
  const { chats } = useTexts()
  const choices = [
    { value: 'private', icon: 'people', name: chats.private, text: chats.privateLead },
    { value: 'public', icon: 'globe', name: chats.public, text: chats.publicLead },
  ] as const
  return (
    <RadioGroup.Root
      value={value}
      onValueChange={(next) => onChange(next === 'public' ? 'public' : 'private')}
      aria-label={chats.whoCanJoin}
      className="grid grid-cols-2 gap-2"
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className="flex items-start gap-2.5 rounded-lg border border-line-strong/60 bg-surface p-3 text-start data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
        >
          <Icon name={choice.icon} className="mt-0.5 size-5 shrink-0 text-muted" />
          <span className="flex flex-col">
            <span className="font-medium">{choice.name}</span>
            <span className="text-muted text-sm">{choice.text}</span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
