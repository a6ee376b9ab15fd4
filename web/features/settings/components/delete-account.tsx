import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Dialog, DialogActions } from '../../../components/dialog.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { useSubmit } from '../../auth/api/use-submit.js'
import { Card } from './section.js'

export function DeleteAccount() {
  const { settings } = useTexts()
  const [asks, setAsks] = useState(false)
  return (
    <Card title={settings.deleteAccount} lead={settings.deleteLead}>
      <Button look="danger" onClick={() => setAsks(true)}>
        {settings.deleteAction}
      </Button>
      {asks && <Question onClose={() => setAsks(false)} />}
    </Card>
  )
}

function Question({ onClose }: { onClose: () => void }) {
  const { api, session } = useClient()
  const { settings } = useTexts()
  const explain = useExplain()
  const { busy, problem, errors, onSubmit } = useSubmit(['password'], async ({ password = '' }) => {
    await api.deleteAccount(password)
    session.hasEnded(false)
  })
  return (
    <Dialog open onClose={onClose} title={settings.deleteAccount} description={settings.deleteLead}>
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4 px-5 pb-5">
        {problem && <Notice tone="problem">{explain(problem)}</Notice>}
        <Field
          label={settings.currentPassword}
          name="password"
          type="password"
          autoComplete="current-password"
          error={errors['password']}
        />
        <DialogActions onCancel={onClose}>
          <Button type="submit" look="danger" busy={busy}>
            {settings.deleteAction}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
