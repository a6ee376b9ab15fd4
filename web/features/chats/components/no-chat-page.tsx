import { useAppState } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { useTexts } from '../../../i18n/language.js'
import { useStartDialogs } from './start-dialogs.js'

/** Beside the list, where it is wide enough. */
export function NoChatPage() {
  const start = useStartDialogs()
  const { chats } = useTexts()
  const hasChats = useAppState((state) => state.chats.size > 0)
  if (hasChats) {
    return (
      <EmptyState icon="people" title={chats.choose} text={chats.chooseLead}>
        <Button look="secondary" onClick={() => start('private')}>
          {chats.newMessage}
        </Button>
        <Button look="secondary" onClick={() => start('group')}>
          {chats.newGroup}
        </Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="compose" title={chats.welcome} text={chats.welcomeLead}>
      <Button onClick={() => start('private')}>{chats.newMessage}</Button>
      <Button look="secondary" onClick={() => start('group')}>
        {chats.newGroup}
      </Button>
      <Button look="secondary" onClick={() => start('rooms')}>
        {chats.browseRooms}
      </Button>
    </EmptyState>
  )
}
