import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button, ButtonLink } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { TextLink } from '../../../components/text-link.js'
import { ApiProblem } from '../../../sdk/problem.js'
import { useSubmit } from '../api/use-submit.js'
import { AuthLayout } from './auth-layout.js'
import { ResendForm } from './resend-form.js'

/** Where the mailed link leads. Opening it changes nothing, so that a mail scanner cannot use it up; the button does. */
export function VerifyEmailPage() {
  const { api } = useClient()
  const [query] = useSearchParams()
  const token = query.get('token') ?? ''
  const [stage, setStage] = useState<'ready' | 'done' | 'handle-taken' | 'expired'>(token === '' ? 'expired' : 'ready')
  const { busy, problem, errors, onSubmit } = useSubmit(['handle'], async ({ handle }) => {
    try {
      await api.verifyEmail({ token, ...(handle ? { handle: handle.trim().toLowerCase() } : {}) })
      setStage('done')
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'token_used_or_expired') return setStage('expired')
      if (error instanceof ApiProblem && error.code === 'handle_taken') setStage('handle-taken')
      throw error
    }
  })

  if (stage === 'done') {
    return (
      <AuthLayout title="You are all set" lead="Your e-mail address is verified.">
        <ButtonLink to="/sign-in" className="w-full">
          Sign in
        </ButtonLink>
      </AuthLayout>
    )
  }
  if (stage === 'expired') {
    return (
      <AuthLayout
        title="This link does not work any more"
        lead="It was used before, has expired, or a newer one was sent. If you have verified your address already, just sign in."
        footer={<TextLink to="/sign-in">Go to sign in</TextLink>}
      >
        <ResendForm email={null} />
      </AuthLayout>
    )
  }
  return (
    <AuthLayout title="Verify your e-mail address" lead="One click, and your account is ready.">
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem && <Notice tone="problem">{problem.message}</Notice>}
        {stage === 'handle-taken' && (
          <>
            <Notice tone="info">Somebody took the handle in the meantime. Choose another one.</Notice>
            <Field
              label="Handle"
              name="handle"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
              error={errors['handle']}
            />
          </>
        )}
        <Button type="submit" busy={busy}>
          {busy ? 'Verifying …' : 'Verify my address'}
        </Button>
      </form>
    </AuthLayout>
  )
}
