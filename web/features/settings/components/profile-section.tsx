import { useAppState, useClient } from '../../../app/client.js'
import { Avatar } from '../../../components/avatar.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { useTell } from '../../../components/toasts.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { atHandle } from '../../../lib/text.js'
import { useSubmit } from '../../auth/api/use-submit.js'
import { PresenceChoices } from './presence-choices.js'
import { Card, SectionTitle } from './section.js'

export function ProfileSection() {
  const client = useClient()
  const { settings, auth, common } = useTexts()
  const explain = useExplain()
  const tell = useTell()
  const user = useAppState((state) => state.users.get(state.userId ?? ''))
  const { busy, problem, errors, onSubmit } = useSubmit(['displayName', 'handle'], async ({ displayName = '', handle = '' }) => {
    const changed = await client.api.updateMe({ displayName: displayName.trim(), handle: handle.trim().replace(/^@/, '').toLowerCase() })
    client.store.dispatch({ type: 'users-fetched', users: [changed] })
    tell(common.saved)
  })
  if (!user) return null
  return (
    <>
      <SectionTitle title={settings.profile} lead={settings.profileLead} />
      <Card>
        <div className="mb-5 flex items-center gap-4">
          <Avatar id={user.id} name={user.displayName} size="huge" />
          <div className="min-w-0">
            <bdi className="block truncate font-semibold text-lg">{user.displayName}</bdi>
            <span className="block truncate text-muted">{atHandle(user.handle)}</span>
          </div>
        </div>
        <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
          {problem && <Notice tone="problem">{explain(problem)}</Notice>}
          <Field
            label={auth.name}
            name="displayName"
            defaultValue={user.displayName}
            maxLength={64}
            hint={auth.nameHint}
            error={errors['displayName']}
          />
          <Field
            label={auth.handle}
            name="handle"
            defaultValue={user.handle}
            spellCheck={false}
            hint={auth.handleHint}
            error={errors['handle']}
          />
          <Button type="submit" busy={busy} className="self-start">
            {common.save}
          </Button>
        </form>
      </Card>
      <PresenceChoices />
    </>
  )
}
