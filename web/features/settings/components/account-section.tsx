import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { useNotify } from '../../../components/toasts.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { useSubmit } from '../../auth/api/use-submit.js'
import { saveAs } from '../../messages/api/use-blob-url.js'
import { DeleteAccount } from './delete-account.js'
import { Card, SectionTitle } from './section.js'

export function AccountSection() {
  const { settings } = useTexts()
  return (
    <>
      <SectionTitle title={settings.account} />
      <EmailForm />
      <PasswordForm />
      <ExportCard />
      <DeleteAccount />
    </>
  )
}

function EmailForm() {
  const { api } = useClient()
  const { settings, auth } = useTexts()
  const explain = useExplain()
  const [isSent, setIsSent] = useState(false)
  const { busy, problem, errors, onSubmit } = useSubmit(['email', 'password'], async ({ email = '', password = '' }) => {
    await api.changeEmail({ email, password })
    setIsSent(true)
  })
  return (
    <Card title={settings.changeEmail} lead={settings.changeEmailLead}>
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem && <Notice tone="problem">{explain(problem)}</Notice>}
        {isSent && <Notice tone="info">{settings.emailSent}</Notice>}
        <Field label={settings.newEmail} name="email" type="email" autoComplete="email" error={errors['email']} />
        <Field
          label={settings.currentPassword}
          name="password"
          type="password"
          autoComplete="current-password"
          error={errors['password']}
        />
        <Button type="submit" look="secondary" busy={busy} className="self-start">
          {auth.sendLink}
        </Button>
      </form>
    </Card>
  )
}

function PasswordForm() {
  const { api } = useClient()
  const { settings, auth } = useTexts()
  const explain = useExplain()
  const [isDone, setIsDone] = useState(false)
  const fields = ['currentPassword', 'newPassword']
  const { busy, problem, errors, onSubmit } = useSubmit(fields, async ({ currentPassword = '', newPassword = '' }) => {
    await api.changePassword({ currentPassword, newPassword })
    setIsDone(true)
  })
  return (
    <Card title={settings.changePassword} lead={settings.changePasswordLead}>
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem && <Notice tone="problem">{explain(problem)}</Notice>}
        {isDone && <Notice tone="info">{settings.passwordChanged}</Notice>}
        <Field
          label={settings.currentPassword}
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          error={errors['currentPassword']}
        />
        <Field
          label={auth.newPassword}
          name="newPassword"
          type="password"
          autoComplete="new-password"
          hint={auth.passwordHint}
          error={errors['newPassword']}
        />
        <Button type="submit" look="secondary" busy={busy} className="self-start">
          {settings.changePassword}
        </Button>
      </form>
    </Card>
  )
}

function ExportCard() {
  const { api } = useClient()
  const { settings } = useTexts()
  const notify = useNotify()
  const [busy, setBusy] = useState(false)
  const download = () => {
    setBusy(true)
    api
      .exportData()
      .then((archive) => saveAs(new Blob([JSON.stringify(archive, null, 2)], { type: 'application/json' }), 'parley-export.json'), notify)
      .finally(() => setBusy(false))
  }
  return (
    <Card title={settings.export} lead={settings.exportLead}>
      <Button look="secondary" busy={busy} onClick={download}>
        {settings.exportAction}
      </Button>
    </Card>
  )
}
