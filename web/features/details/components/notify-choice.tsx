import { RadioGroup } from 'radix-ui'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { useOwnSettings } from '../../chats/api/use-own-settings.js'

const kinds = ['all', 'mentions', 'none'] as const

export function NotifyChoice({ chat }: { chat: ChatState }) {
  const { chats } = useTexts()
  const change = useOwnSettings(chat)
  const names = { all: chats.notifyAll, mentions: chats.notifyMentions, none: chats.notifyNone }
  return (
    <RadioGroup.Root
      value={chat.me.notify}
      onValueChange={(notify) => change({ notify })}
      aria-label={chats.notify}
      className="flex gap-1 rounded-xl bg-sunken p-1"
    >
      {kinds.map((kind) => (
        <RadioGroup.Item
          key={kind}
          value={kind}
          className="min-h-9 flex-1 rounded-lg px-1.5 font-medium text-muted text-sm data-[state=checked]:bg-surface data-[state=checked]:text-ink data-[state=checked]:shadow-raised"
        >
          {names[kind]}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
