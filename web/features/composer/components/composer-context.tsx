import { IconButton } from '../../../components/button.js'
import { Icon } from '../../../components/icon.js'
import { isolated } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { useUserName } from '../../chats/api/use-chats.js'
import { useSummary } from '../../messages/api/use-summary.js'
import type { Composing } from '../../messages/conversation-context.js'

/** What the next text is about: the message that is answered, or changed. */
export function ComposerContext({ composing, onCancel }: { composing: NonNullable<Composing>; onCancel: () => void }) {
  const { messages, composer } = useTexts()
  const summary = useSummary()
  const name = useUserName(composing.message.senderId)
  const isEdit = composing.kind === 'edit'
  return (
    <div className="flex animate-fade items-center gap-2.5 border-line border-b py-1 ps-3.5 pe-1">
      <Icon name={isEdit ? 'edit' : 'reply'} className="size-4 shrink-0 text-accent" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="truncate font-medium text-accent">{isEdit ? messages.editing : messages.replyingTo(isolated(name))}</p>
        <bdi className="block truncate text-muted">{summary(composing.message)}</bdi>
      </div>
      <IconButton icon="close" label={isEdit ? composer.cancelEdit : composer.cancelReply} onClick={onCancel} />
    </div>
  )
}
