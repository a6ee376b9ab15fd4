import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { useSubmit } from '../api/use-submit.js'

/** Has the verification mail sent again. The answer never tells whether the address has an account. */
export function ResendForm({ email, onSent }: { email: string | null; onSent?: (email: string) => void }) {
  const { api } = useClient()
  const { auth } = useTexts()
  const explain = useExplain()
  const [sent, setSent] = useState(false)
  const { busy, problem, errors, onSubmit } = useSubmit(['email'], async (values) => {
    const address = email ?? values['email'] ?? ''
    await api.resendVerification(address)
    setSent(true)
    onSent?.(address)
  })
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      {problem && <Notice tone="problem">{explain(problem)}</Notice>}
      {email === null && <Field label={auth.email} name="email" type="email" autoComplete="username" required error={errors['email']} />}
      {sent && <Notice tone="info">{auth.resent}</Notice>}
      <Button type="submit" look={email === null ? 'primary' : 'secondary'} busy={busy}>
        {email === null ? auth.sendLink : auth.sendAgain}
      </Button>
    </form>
  )
}
