import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { TextLink } from '../../../components/text-link.js'
import { useSubmit } from '../api/use-submit.js'
import { AuthLayout } from './auth-layout.js'

/** Asks for the mail whose link leads to the page where a new password is chosen. */
export function ForgotPasswordPage() {
  const { api } = useClient()
  const [asked, setAsked] = useState(false)
  const { busy, problem, errors, onSubmit } = useSubmit(['email'], async ({ email = '' }) => {
    await api.forgotPassword(email)
    setAsked(true)
  })
  return (
    <AuthLayout
      title="Choose a new password"
      lead="Tell us your e-mail address, and we send you a link for it."
      footer={<TextLink to="/sign-in">Back to sign in</TextLink>}
    >
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem && <Notice tone="problem">{problem.message}</Notice>}
        {asked && <Notice tone="info">If there is an account with this address, the link is on its way. It works for an hour.</Notice>}
        <Field label="E-mail" name="email" type="email" autoComplete="username" required error={errors['email']} />
        <Button type="submit" busy={busy} className="mt-2">
          {busy ? 'Sending …' : 'Send the link'}
        </Button>
      </form>
    </AuthLayout>
  )
}
