import { useLocation } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { TextLink } from '../../../components/text-link.js'
import { ApiProblem } from '../../../sdk/problem.js'
import { useSubmit } from '../api/use-submit.js'
import { AuthLayout } from './auth-layout.js'

export function SignInPage() {
  const { session } = useClient()
  const { state } = useLocation()
  const { busy, problem, errors, onSubmit } = useSubmit(['email', 'password'], ({ email = '', password = '' }) =>
    session.login(email, password),
  )
  const wasEnded = typeof state === 'object' && state !== null && 'ended' in state && state.ended === true
  return (
    <AuthLayout
      title="Sign in"
      footer={
        <>
          New here? <TextLink to="/sign-up">Create an account</TextLink>
          {' · '}
          <TextLink to="/forgot-password">Forgot your password?</TextLink>
        </>
      }
    >
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem ? (
          <Notice tone="problem">{messageOf(problem)}</Notice>
        ) : (
          wasEnded && <Notice tone="info">Your session has ended. Sign in again.</Notice>
        )}
        <Field label="E-mail" name="email" type="email" autoComplete="username" required error={errors['email']} />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required error={errors['password']} />
        <Button type="submit" busy={busy} className="mt-2">
          {busy ? 'Signing in …' : 'Sign in'}
        </Button>
      </form>
    </AuthLayout>
  )
}

function messageOf(problem: Error) {
  if (!(problem instanceof ApiProblem) || problem.code !== 'email_not_verified') return problem.message
  return (
    <>
      Your e-mail address is not verified yet. Use the link that we sent you, or <TextLink to="/check-mail">have it sent again</TextLink>.
    </>
  )
}
