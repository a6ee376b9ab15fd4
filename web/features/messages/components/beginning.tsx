import { EmptyState } from '../../../components/empty-state.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'

export function Beginning({ chat }: { chat: ChatState }) {
  const { messages } = useTexts()
  const isPrivate = chat.info.type === 'private'
  return <EmptyState icon="compose" title={messages.nothingYet} text={isPrivate ? messages.nothingYetPrivate : messages.nothingYetGroup} />
}
