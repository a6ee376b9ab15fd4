import { useState } from 'react'
import { useLocation } from 'react-router'
import { TextLink, textLink } from '../../../components/text-link.js'
import { isolated } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import { AuthLayout } from './auth-layout.js'
import { ResendForm } from './resend-form.js'

/** Held mail can be read on the machine itself, and nowhere else. */
const isLocal = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\.|^\[::1\]$/.test(hostname)

export function CheckMailPage() {
  const { state } = useLocation()
  const { auth } = useTexts()
  const known = typeof state === 'object' && state !== null && 'email' in state && typeof state.email === 'string' ? state.email : null
  const [email, setEmail] = useState(known)
  return (
    <AuthLayout
      title={email === null ? auth.verifyTitle : auth.checkMail}
      lead={email === null ? auth.verifyUnknown : auth.checkMailLead(isolated(email))}
      footer={<TextLink to="/sign-in">{auth.backToSignIn}</TextLink>}
    >
      <div className="flex flex-col gap-6">
        {isLocal(location.hostname) && (
          <p className="rounded-lg bg-accent-soft px-3 py-2.5 text-sm">
            {auth.heldMail}{' '}
            <a
              href={`/dev/mail${email === null ? '' : `?to=${encodeURIComponent(email)}`}`}
              target="_blank"
              rel="noreferrer"
              className={textLink}
            >
              /dev/mail
            </a>
            .
          </p>
        )}
        <ResendForm email={email} onSent={setEmail} />
      </div>
    </AuthLayout>
  )
}
