import { useAppState } from '../../../app/client.js'
import { useNumbers, useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import type { Message, Reaction } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { useMessageActions } from '../api/use-message-actions.js'

const mostNames = 6

export function Reactions({ chat, message }: { chat: ChatState; message: Message }) {
  return message.reactions.length === 0 ? null : <Shown chat={chat} message={message} />
}

function Shown({ chat, message }: { chat: ChatState; message: Message }) {
  const { toggleReaction } = useMessageActions(chat, message)
  const userId = useAppState((state) => state.userId)
  const namesOf = useNames()
  const { messages } = useTexts()
  const number = useNumbers()
  return (
    <ul className="mt-1 flex flex-wrap gap-1">
      {message.reactions.map((reaction) => {
        const isOwn = reaction.userIds.includes(userId ?? '')
        const label = messages.reactedBy(reaction.emoji, namesOf(reaction))
        return (
          <li key={reaction.emoji}>
            <button
              type="button"
              aria-pressed={isOwn}
              title={label}
              onClick={() => toggleReaction(reaction.emoji)}
              className={classNames(
                'inline-flex min-h-7 items-center gap-1.5 rounded-full border px-2 text-sm tabular-nums transition-colors',
                isOwn
                  ? 'border-accent bg-accent-soft font-medium text-accent'
                  : 'border-line bg-surface text-muted hover:border-line-strong',
              )}
            >
              <span aria-hidden="true">{reaction.emoji}</span>
              <span aria-hidden="true">{number(reaction.count)}</span>
              <span className="sr-only">{label}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function useNames(): (reaction: Reaction) => string {
  const users = useAppState((state) => state.users)
  const userId = useAppState((state) => state.userId)
  const { common, messages } = useTexts()
  return ({ userIds, count }) => {
    const names = userIds.slice(0, mostNames).map((id) => (id === userId ? common.you : (users.get(id)?.displayName ?? common.somebody)))
    const listed = names.join(', ')
    return count > names.length ? messages.andOthers(listed, count - names.length) : listed
  }
}
