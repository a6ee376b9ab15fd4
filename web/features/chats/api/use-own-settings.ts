import { useClient } from '../../../app/client.js'
import { useNotify } from '../../../components/toasts.js'
import type { OwnSettings } from '../../../sdk/api/chat-api.js'
import type { ChatState } from '../../../sdk/state.js'

/** Changes how the reader has a chat. The server's event brings it back, here and on their other devices. */
export function useOwnSettings(chat: ChatState): (change: OwnSettings) => void {
  const { api, readMarks } = useClient()
  const notify = useNotify()
  return (change) => {
    if (change.markedUnread === false && chat.unread > 0) readMarks.advance(chat.info.id, chat.info.messageCount)
    api.updateOwn(chat.info.id, change).catch(notify)
  }
}
