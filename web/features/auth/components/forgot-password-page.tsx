import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { TextLink } from '../../../components/text-link.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { useSubmit } from '../api/use-submit.js'
import { AuthLayout } from './auth-layout.js'

/** Asks for the mail whose link leads to the page where a new password is chosen. */
export function ForgotPasswordPage() {
  const { api } = useClient()
  const { auth } = useTexts()
  const explain = useExplain()
  const [asked, setAsked] = useState(false)
  const { busy, problem, errors, onSubmit } = useSubmit(['email'], async ({ email = '' }) => {
    await api.forgotPassword(email)
    setAsked(true)
  })
  return (
    <AuthLayout title={auth.choosePassword} lead={auth.choosePasswordLead} footer={<TextLink to="/sign-in">{auth.backToSignIn}</TextLink>}>
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem && <Notice tone="problem">{explain(problem)}</Notice>}
        {asked && <Notice tone="info">{auth.resetSent}</Notice>}
        <Field label={auth.email} name="email" type="email" autoComplete="username" required error={errors['email']} />
        <Button type="submit" busy={busy} className="mt-2">
          {busy ? auth.sending : auth.sendLink}
        </Button>
      </form>
    </AuthLayout>
  )
}
