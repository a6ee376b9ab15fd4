import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAppState, useClient } from '../../../app/client.js'
import { IconButton } from '../../../components/button.js'
import { Menu, MenuItem, MenuLine } from '../../../components/menu.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import type { Me, Member } from '../../../sdk/model.js'
import type { ChatState } from '../../../sdk/state.js'
import { ReportDialog } from '../../moderation/components/lazy-report-dialog.js'
import { useBans } from '../api/use-bans.js'

const rank = { owner: 2, admin: 1, member: 0 } as const

/** What one may do with somebody in a group: nobody acts on an equal or higher member. */
export function MemberMenu({ chat, member }: { chat: ChatState; member: Member }) {
  const client = useClient()
  const { api } = client
  const notify = useNotify()
  const navigate = useNavigate()
  const { chats, common } = useTexts()
  const userId = useAppState((state) => state.userId)
  const [reports, setReports] = useState(false)
  const { ban } = useBans(chat)
  if (member.userId === userId) return <span className="w-8 shrink-0" />
  const chatId = chat.info.id
  const isBelow = rank[chat.me.role] > rank[member.role]
  const setRole = (role: Me['role']) => () => void api.setRole(chatId, member.userId, role).catch(notify)
  const write = () => void client.createChat({ type: 'private', userId: member.userId }).then(({ id }) => navigate(`/chats/${id}`), notify)
  return (
    <>
      <Menu trigger={<IconButton icon="more" label={`${common.more}: ${member.user.displayName}`} small />}>
        <MenuItem icon="mail" onSelect={write}>
          {chats.writeTo}
        </MenuItem>
        <MenuItem icon="flag" onSelect={() => setReports(true)}>
          {chats.report}
        </MenuItem>
        {isBelow && (
          <>
            <MenuLine />
            {member.role === 'member' && (
              <MenuItem icon="shield" onSelect={setRole('admin')}>
                {chats.makeAdmin}
              </MenuItem>
            )}
            {member.role === 'admin' && (
              <MenuItem icon="shield" onSelect={setRole('member')}>
                {chats.makeMember}
              </MenuItem>
            )}
            <MenuItem icon="exit" danger onSelect={() => void api.removeMember(chatId, member.userId).catch(notify)}>
              {chats.removeFromGroup}
            </MenuItem>
            <MenuItem icon="ban" danger onSelect={() => void ban(member.userId).catch(notify)}>
              {chats.ban}
            </MenuItem>
          </>
        )}
      </Menu>
      {reports && <ReportDialog about={{ user: member.user }} onClose={() => setReports(false)} />}
    </>
  )
}
