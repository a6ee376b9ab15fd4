import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { useBans } from '../api/use-bans.js'
import { Bans } from './bans.js'
import { ChatSettingsForm } from './chat-settings-form.js'
import { Invites } from './invites.js'
import { LeaveButtons } from './leave-buttons.js'
import { MembersList } from './members-list.js'
import { NotifyChoice } from './notify-choice.js'
import { PartnerCard } from './partner-card.js'

/** Who is in a chat and how it is set; what one may not change is not offered. */
export function DetailsPanel({ chat }: { chat: ChatState }) {
  const { chats } = useTexts()
  const isGroup = chat.info.type === 'group'
  const leads = isGroup && chat.me.role !== 'member'
  const { bans, unban } = useBans(chat)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-6">
      {!isGroup && <PartnerCard chat={chat} />}
      <Section name={chats.notify}>
        <NotifyChoice chat={chat} />
      </Section>
      {isGroup && (
        <Section name={`${chats.members} · ${chats.memberCount(chat.info.memberCount)}`}>
          <MembersList chat={chat} />
        </Section>
      )}
      {leads && (
        <>
          {bans.length > 0 && (
            <Section name={chats.banned}>
              <Bans people={bans.map(({ user }) => user)} unban={unban} />
            </Section>
          )}
          <Section name={chats.invites}>
            <Invites chat={chat} />
          </Section>
          <Section name={chats.settings}>
            <ChatSettingsForm chat={chat} />
          </Section>
        </>
      )}
      {isGroup && <LeaveButtons chat={chat} />}
    </div>
  )
}

const Section = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <section aria-label={name} className="border-line border-b px-5 py-4">
    <h3 className="mb-2 font-medium text-muted text-sm">{name}</h3>
    {children}
  </section>
)
