import { OpensOnUse } from '../../../components/opens-on-use.js'
import { useTexts } from '../../../i18n/language.js'
import { Part } from '../../../lib/part.js'
import type { Message } from '../../../sdk/model.js'

const popover = new Part(async () => (await import('./edits-popover.js')).EditsPopover)

/** Says that a message is not as it was first sent, and shows how it was. */
export function EditsButton({ chatId, message }: { chatId: string; message: Message }) {
  const { messages } = useTexts()
  const trigger = (
    <button type="button" aria-label={messages.showEdits} className="rounded underline decoration-dotted underline-offset-2 hover:text-ink">
      {messages.edited}
    </button>
  )
  return (
    <OpensOnUse trigger={trigger} popup="dialog" part={popover}>
      {(EditsPopover) => <EditsPopover trigger={trigger} chatId={chatId} message={message} />}
    </OpensOnUse>
  )
}
