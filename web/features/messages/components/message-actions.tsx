import { IconButton } from '../../../components/button.js'
import { EmojiButton } from '../../../components/emoji-button.js'
import { Menu, MenuEmoji, MenuItem, MenuLine } from '../../../components/menu.js'
import { dialogOnDemand } from '../../../components/on-demand.js'
import { useTell } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import type { Message } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { useMessageActions } from '../api/use-message-actions.js'
import { usePanel } from '../api/use-panel.js'
import { useComposing } from '../conversation-context.js'
import type { Question } from './message-question.js'

const MessageQuestion = dialogOnDemand(async () => (await import('./message-question.js')).MessageQuestion)

const usual = ['👍', '❤️', '😂', '🎉', '😮', '😢']

interface MessageActionsProps {
  readonly chat: ChatState
  readonly message: Message
  readonly isOwn: boolean
  readonly isInThread: boolean
  readonly asks: Question | null
  readonly onAsk: (question: Question | null) => void
}

/** What can be done with a message: over its corner, or, for fingers, beside it. */
export function MessageActions({ chat, message, isOwn, isInThread, asks, onAsk }: MessageActionsProps) {
  const actions = useMessageActions(chat, message)
  const { compose } = useComposing()
  const { open } = usePanel()
  const { messages: texts } = useTexts()
  return (
    <div
      className={classNames(
        'absolute bottom-[calc(100%-0.6rem)] end-1 z-10 flex rounded-lg border border-line bg-panel opacity-0 shadow-raised transition-opacity focus-within:opacity-100 group-hover/message:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:top-1 pointer-coarse:bottom-auto pointer-coarse:border-0 pointer-coarse:bg-transparent pointer-coarse:opacity-60 pointer-coarse:shadow-none',
        isOwn ? 'pointer-coarse:-start-9 pointer-coarse:end-auto' : 'pointer-coarse:-end-9',
      )}
    >
      <EmojiButton label={texts.react} onPick={actions.toggleReaction} small className="pointer-coarse:hidden" />
      <IconButton
        icon="reply"
        label={texts.reply}
        onClick={() => compose({ kind: 'reply', message })}
        small
        className="pointer-coarse:hidden"
      />
      {!isInThread && (
        <IconButton
          icon="thread"
          label={texts.replyInThread}
          onClick={() => open('thread', message.threadRoot ?? message.id)}
          small
          className="pointer-coarse:hidden"
        />
      )}
      <MoreMenu chat={chat} message={message} isInThread={isInThread} ask={onAsk} />
      {asks && <MessageQuestion chat={chat} message={message} asks={asks} onClose={() => onAsk(null)} />}
    </div>
  )
}

function MoreMenu({
  chat,
  message,
  isInThread,
  ask,
}: {
  chat: ChatState
  message: Message
  isInThread: boolean
  ask: (question: Question) => void
}) {
  const actions = useMessageActions(chat, message)
  const { compose } = useComposing()
  const { open } = usePanel()
  const { messages: texts, chats, common } = useTexts()
  const tell = useTell()
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => tell(common.copied))
  return (
    <Menu trigger={<IconButton icon="more" label={texts.actions} small />}>
      <div className="flex px-1 pb-1">
        {usual.map((emoji) => (
          <MenuEmoji key={emoji} emoji={emoji} label={texts.reactWith(emoji)} onSelect={() => actions.toggleReaction(emoji)} />
        ))}
      </div>
      <MenuLine />
      <MenuItem icon="reply" onSelect={() => compose({ kind: 'reply', message })}>
        {texts.reply}
      </MenuItem>
      {!isInThread && (
        <MenuItem icon="thread" onSelect={() => open('thread', message.threadRoot ?? message.id)}>
          {texts.replyInThread}
        </MenuItem>
      )}
      <MenuItem icon="forward" onSelect={() => ask('forward')}>
        {texts.forward}
      </MenuItem>
      {actions.canPin && (
        <MenuItem icon="pin" onSelect={actions.togglePin}>
          {message.pinnedAt === null ? texts.pin : texts.unpin}
        </MenuItem>
      )}
      {message.text !== null && (
        <MenuItem icon="copy" onSelect={() => copy(message.text ?? '')}>
          {texts.copyText}
        </MenuItem>
      )}
      <MenuItem icon="link" onSelect={() => copy(`${location.origin}/chats/${chat.info.id}?at=${message.number}`)}>
        {texts.copyLink}
      </MenuItem>
      {actions.isOwn && chat.info.memberCount <= 50 && (
        <MenuItem icon="eye" onSelect={() => ask('readers')}>
          {texts.readBy}
        </MenuItem>
      )}
      {(actions.canEdit || actions.canDelete || !actions.isOwn) && <MenuLine />}
      {actions.canEdit && (
        <MenuItem icon="edit" onSelect={() => compose({ kind: 'edit', message })}>
          {texts.edit}
        </MenuItem>
      )}
      {!actions.isOwn && (
        <MenuItem icon="flag" onSelect={() => ask('report')}>
          {chats.report}
        </MenuItem>
      )}
      {actions.canDelete && (
        <MenuItem icon="trash" danger onSelect={() => ask('delete')}>
          {common.delete}
        </MenuItem>
      )}
    </Menu>
  )
}
