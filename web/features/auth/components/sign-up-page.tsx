import { useNavigate } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { TextLink } from '../../../components/text-link.js'
import { useSubmit } from '../api/use-submit.js'
import { AuthLayout } from './auth-layout.js'

const fields = ['email', 'password', 'handle', 'displayName']

export function SignUpPage() {
  const { api } = useClient()
  const navigate = useNavigate()
  const { busy, problem, errors, onSubmit } = useSubmit(fields, async ({ email = '', password = '', handle = '', displayName = '' }) => {
    const name = displayName.trim()
    await api.register({
      email,
      password,
      handle: handle.trim().replace(/^@/, '').toLowerCase(),
      ...(name === '' ? {} : { displayName: name }),
    })
    await navigate('/check-mail', { state: { email } })
  })
  return (
    <AuthLayout
      title="Create an account"
      footer={
        <>
          Already have one? <TextLink to="/sign-in">Sign in</TextLink>
        </>
      }
    >
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem && <Notice tone="problem">{problem.message}</Notice>}
        <Field
          label="Name"
          name="displayName"
          autoComplete="name"
          maxLength={64}
          error={errors['displayName']}
          hint="What others see beside your messages."
        />
        <Field
          label="Handle"
          name="handle"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          error={errors['handle']}
          hint="How others find you: a–z, 0–9 and _, at least 3."
        />
        <Field label="E-mail" name="email" type="email" autoComplete="username" required error={errors['email']} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          error={errors['password']}
          hint="At least 8 characters."
        />
        <Button type="submit" busy={busy} className="mt-2">
          {busy ? 'Creating your account …' : 'Create account'}
        </Button>
      </form>
    </AuthLayout>
  )
}
