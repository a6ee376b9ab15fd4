import { useLocation } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { TextLink } from '../../../components/text-link.js'
import { explain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { Texts } from '../../../i18n/texts.js'
import { ApiProblem } from '../../../sdk/problem.js'
import { useSubmit } from '../api/use-submit.js'
import { AuthLayout } from './auth-layout.js'

export function SignInPage() {
  const { session } = useClient()
  const texts = useTexts()
  const { auth } = texts
  const { state } = useLocation()
  const { busy, problem, errors, onSubmit } = useSubmit(['email', 'password'], ({ email = '', password = '' }) =>
    session.login(email, password),
  )
  const wasEnded = typeof state === 'object' && state !== null && 'ended' in state && state.ended === true
  return (
    <AuthLayout
      title={auth.signIn}
      footer={
        <>
          {auth.newHere} <TextLink to="/sign-up">{auth.signUp}</TextLink>
          {' · '}
          <TextLink to="/forgot-password">{auth.forgot}</TextLink>
        </>
      }
    >
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem ? (
          <Notice tone="problem">{messageOf(problem, texts)}</Notice>
        ) : (
          wasEnded && <Notice tone="info">{auth.sessionEnded}</Notice>
        )}
        <Field label={auth.email} name="email" type="email" autoComplete="username" required error={errors['email']} />
        <Field label={auth.password} name="password" type="password" autoComplete="current-password" required error={errors['password']} />
        <Button type="submit" busy={busy} className="mt-2">
          {busy ? auth.signingIn : auth.signIn}
        </Button>
      </form>
    </AuthLayout>
  )
}

function messageOf(problem: Error, texts: Texts) {
  if (!(problem instanceof ApiProblem) || problem.code !== 'email_not_verified') return explain(texts, problem)
  return (
    <>
      {texts.auth.notVerified} <TextLink to="/check-mail">{texts.auth.sendAgainLink}</TextLink>.
    </>
  )
}
