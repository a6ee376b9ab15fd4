import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button, ButtonLink } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { TextLink } from '../../../components/text-link.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { ApiProblem } from '../../../sdk/problem.js'
import { useSubmit } from '../api/use-submit.js'
import { AuthLayout } from './auth-layout.js'
import { ResendForm } from './resend-form.js'

/** Where the mailed link leads. Opening it changes nothing, so that a mail scanner cannot use it up; the button does. */
export function VerifyEmailPage() {
  const { api } = useClient()
  const { auth } = useTexts()
  const explain = useExplain()
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
      <AuthLayout title={auth.verified} lead={auth.verifiedLead}>
        <ButtonLink to="/sign-in" className="w-full">
          {auth.signIn}
        </ButtonLink>
      </AuthLayout>
    )
  }
  if (stage === 'expired') {
    return (
      <AuthLayout title={auth.deadLink} lead={auth.deadLinkLead} footer={<TextLink to="/sign-in">{auth.goToSignIn}</TextLink>}>
        <ResendForm email={null} />
      </AuthLayout>
    )
  }
  return (
    <AuthLayout title={auth.verifyTitle} lead={auth.verifyLead}>
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem && <Notice tone="problem">{explain(problem)}</Notice>}
        {stage === 'handle-taken' && (
          <>
            <Notice tone="info">{auth.handleTakenMeanwhile}</Notice>
            <Field
              label={auth.handle}
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
          {busy ? auth.verifying : auth.verify}
        </Button>
      </form>
    </AuthLayout>
  )
}
