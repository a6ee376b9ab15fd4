import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../../../app/client.js'
import { Button, IconButton } from '../../../components/button.js'
import { useNotify, useTell } from '../../../components/toasts.js'
import { useTexts, useTimes } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'

const days = 7

/** Links that let whoever has them in. */
export function Invites({ chat }: { chat: ChatState }) {
  const { api } = useClient()
  const notify = useNotify()
  const tell = useTell()
  const { chats, common } = useTexts()
  const times = useTimes()
  const queries = useQueryClient()
  const key = ['invites', chat.info.id]
  const { data } = useQuery({ queryKey: key, queryFn: () => api.invites(chat.info.id), retry: false })
  const again = () => queries.invalidateQueries({ queryKey: key })
  const make = () => {
    const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString()
    api.createInvite(chat.info.id, { expiresAt }).then(again).catch(notify)
  }
  const items = data?.items ?? []
  return (
    <>
      {items.length === 0 && <p className="mb-3 text-muted text-sm">{chats.noInvites}</p>}
      <ul className="mb-3 flex flex-col gap-1.5">
        {items.map((invite) => (
          <li key={invite.code} className="flex items-center gap-1 rounded-lg bg-sunken ps-3">
            <span className="min-w-0 flex-1 py-1.5">
              <span dir="ltr" className="block truncate font-mono text-sm">
                {invite.code}
              </span>
              <span className="block text-muted text-xs">
                {[chats.inviteUses(invite.uses), invite.expiresAt !== null && chats.inviteExpires(times.date(invite.expiresAt))]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <IconButton
              icon="copy"
              label={`${common.copy}: ${invite.code}`}
              onClick={() => void navigator.clipboard.writeText(invite.url).then(() => tell(common.copied))}
            />
            <IconButton
              icon="trash"
              label={`${common.delete}: ${invite.code}`}
              onClick={() => void api.deleteInvite(chat.info.id, invite.code).then(again).catch(notify)}
            />
          </li>
        ))}
      </ul>
      <Button look="secondary" onClick={make} className="w-full">
        {chats.newInvite}
      </Button>
    </>
  )
}
