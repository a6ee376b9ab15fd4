import { Confirm } from '../../../components/confirm.js'
import { useTexts } from '../../../i18n/language.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { ReportDialog } from '../../moderation/components/report-dialog.js'
import { useMessageActions } from '../api/use-message-actions.js'
import { ForwardDialog } from './forward-dialog.js'
import { ReadersDialog } from './readers-dialog.js'

export type Question = 'delete' | 'forward' | 'readers' | 'report'

interface MessageQuestionProps {
  readonly chat: ChatState
  readonly message: Message
  readonly asks: Question
  readonly onClose: () => void
}

/** What is asked before something is done with a message. */
export function MessageQuestion({ chat, message, asks, onClose }: MessageQuestionProps) {
  const { remove } = useMessageActions(chat, message)
  const { messages, common } = useTexts()
  if (asks === 'forward') return <ForwardDialog message={message} onClose={onClose} />
  if (asks === 'readers') return <ReadersDialog chat={chat} message={message} onClose={onClose} />
  if (asks === 'report') return <ReportDialog about={{ message }} onClose={onClose} />
  return (
    <Confirm open onClose={onClose} title={messages.deleteQuestion} text={messages.deleteText} action={common.delete} onConfirm={remove} />
  )
}
