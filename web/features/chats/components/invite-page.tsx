import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { Button, ButtonLink } from '../../../components/button.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useNotify } from '../../../components/toasts.js'
import { isolated } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { AuthLayout } from '../../auth/components/auth-layout.js'

/** Where an invite link leads: what one would join, before one does. */
export function InvitePage() {
  const { code = '' } = useParams()
  const client = useClient()
  const { chats } = useTexts()
  const notify = useNotify()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const { data, isPending } = useQuery({ queryKey: ['invitation', code], queryFn: () => client.api.invitation(code), retry: false })
  if (isPending) return <ListSkeleton rows={1} />
  if (!data) {
    return (
      <AuthLayout title={chats.inviteDead} lead={chats.inviteDeadLead}>
        <ButtonLink to="/chats" look="secondary" className="w-full">
          {chats.backToChats}
        </ButtonLink>
      </AuthLayout>
    )
  }
  const title = data.chat.title ?? chats.untitledRoom
  const accept = () => {
    setBusy(true)
    client
      .acceptInvite(code)
      .then(({ id }) => navigate(`/chats/${id}`), notify)
      .finally(() => setBusy(false))
  }
  return (
    <AuthLayout title={chats.inviteTitle} lead={chats.inviteLead(isolated(title))}>
      <div className="mb-6 flex items-center gap-3">
        <Avatar id={data.chat.id} name={title} shape="square" size="large" />
        <div className="min-w-0">
          <bdi className="block truncate font-semibold">{title}</bdi>
          <span className="text-muted text-sm">{chats.memberCount(data.chat.memberCount)}</span>
        </div>
      </div>
      <Button busy={busy} onClick={accept} className="w-full">
        {chats.join}
      </Button>
    </AuthLayout>
  )
}
