import { useState } from 'react'
import { useAppState } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { Button } from '../../../components/button.js'
import { Confirm } from '../../../components/confirm.js'
import { useNotify } from '../../../components/toasts.js'
import { isolated } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { atHandle } from '../../../lib/text.js'
import type { ChatState } from '../../../sdk/state.js'
import { usePartner } from '../../chats/api/use-chats.js'
import { ReportDialog } from '../../moderation/components/lazy-report-dialog.js'
import { useBlocks } from '../api/use-blocks.js'

export function PartnerCard({ chat }: { chat: ChatState }) {
  const { chats } = useTexts()
  const notify = useNotify()
  const partner = usePartner(chat)
  const user = useAppState((state) => state.users.get(partner?.userId ?? '')) ?? partner?.user
  const { isBlocked, block, unblock } = useBlocks()
  const [asks, setAsks] = useState(false)
  const [reports, setReports] = useState(false)
  if (!user) return null
  return (
    <div className="flex flex-col items-center border-line border-b px-5 py-6 text-center">
      <Avatar id={user.id} name={user.displayName} size="huge" />
      <bdi className="mt-3 font-semibold text-lg">{user.displayName}</bdi>
      <span className="text-muted">{atHandle(user.handle)}</span>
      <div className="mt-4 flex gap-2">
        {isBlocked(user.id) ? (
          <Button look="secondary" onClick={() => void unblock(user.id).catch(notify)}>
            {chats.unblock}
          </Button>
        ) : (
          <Button look="secondary" onClick={() => setAsks(true)}>
            {chats.block}
          </Button>
        )}
        <Button look="secondary" onClick={() => setReports(true)}>
          {chats.report}
        </Button>
      </div>
      {reports && <ReportDialog about={{ user }} onClose={() => setReports(false)} />}
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={chats.blockQuestion(isolated(user.displayName))}
        text={chats.blockText}
        action={chats.block}
        onConfirm={() => block(user.id)}
      />
    </div>
  )
}
