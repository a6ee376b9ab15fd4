import { NavLink } from 'react-router'
import { Badge } from '../../../components/badge.js'
import { Icon, type IconName } from '../../../components/icon.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import { useThreads, useUnreadMentions } from '../api/use-inbox.js'

/** The ways to what concerns one out of all chats, and how much of it is unread. */
export function InboxLinks() {
  const { messages, chats } = useTexts()
  const mentions = useUnreadMentions()
  const { data: threads = [] } = useThreads()
  const unread = threads.reduce((sum, thread) => sum + thread.unread, 0)
  return (
    <nav aria-label={messages.inbox} className="mx-3 mb-1 grid grid-cols-2 gap-1">
      <InboxLink to="/chats/inbox/mentions" icon="at" name={messages.mentions}>
        {mentions > 0 && <Badge shows={mentions} label={chats.mentionsCount(mentions)} look="mention" />}
      </InboxLink>
      <InboxLink to="/chats/inbox/threads" icon="thread" name={messages.threads}>
        {unread > 0 && <Badge shows={unread} label={chats.unread(unread)} />}
      </InboxLink>
    </nav>
  )
}

const InboxLink = ({ to, icon, name, children }: { to: string; icon: IconName; name: string; children: React.ReactNode }) => (
  <NavLink
    to={to}
    className={({ isActive }) =>
      classNames(
        'flex min-h-10 min-w-0 items-center gap-2 rounded-lg px-2.5 font-medium text-sm transition-colors',
        isActive ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-sunken hover:text-ink',
      )
    }
  >
    <Icon name={icon} className="size-4.5 shrink-0" />
    <span className="min-w-0 truncate">{name}</span>
    {children}
  </NavLink>
)
