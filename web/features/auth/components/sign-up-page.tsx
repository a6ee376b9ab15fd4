import { useNavigate } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { Notice } from '../../../components/notice.js'
import { TextLink } from '../../../components/text-link.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { useSubmit } from '../api/use-submit.js'
import { AuthLayout } from './auth-layout.js'

const fields = ['email', 'password', 'handle', 'displayName']

export function SignUpPage() {
  const { api } = useClient()
  const { auth } = useTexts()
  const explain = useExplain()
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
      title={auth.signUp}
      footer={
        <>
          {auth.haveOne} <TextLink to="/sign-in">{auth.signIn}</TextLink>
        </>
      }
    >
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {problem && <Notice tone="problem">{explain(problem)}</Notice>}
        <Field label={auth.name} name="displayName" autoComplete="name" maxLength={64} error={errors['displayName']} hint={auth.nameHint} />
        <Field
          label={auth.handle}
          name="handle"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          error={errors['handle']}
          hint={auth.handleHint}
        />
        <Field label={auth.email} name="email" type="email" autoComplete="username" required error={errors['email']} />
        <Field
          label={auth.password}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          error={errors['password']}
          hint={auth.passwordHint}
        />
        <Button type="submit" busy={busy} className="mt-2">
          {busy ? auth.creatingAccount : auth.createAccount}
        </Button>
      </form>
    </AuthLayout>
  )
}
