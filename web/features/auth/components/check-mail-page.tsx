import { useState } from 'react'
import { useLocation } from 'react-router'
import { TextLink, textLink } from '../../../components/text-link.js'
import { AuthLayout } from './auth-layout.js'
import { ResendForm } from './resend-form.js'

/** Held mail can be read on the machine itself, and nowhere else. */
const isLocal = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\.|^\[::1\]$/.test(hostname)

export function CheckMailPage() {
  const { state } = useLocation()
  const known = typeof state === 'object' && state !== null && 'email' in state && typeof state.email === 'string' ? state.email : null
  const [email, setEmail] = useState(known)
  return (
    <AuthLayout
      title={email === null ? 'Verify your e-mail address' : 'Check your mail'}
      lead={
        email === null ? (
          'Tell us the address that you signed up with, and we send you the link again.'
        ) : (
          <>
            We sent a link to <bdi className="break-words font-medium text-ink">{email}</bdi>. Open it to verify the address; then you can
            sign in.
          </>
        )
      }
      footer={<TextLink to="/sign-in">Back to sign in</TextLink>}
    >
      <div className="flex flex-col gap-6">
        {isLocal(location.hostname) && (
          <p className="rounded-lg bg-accent-soft px-3 py-2.5 text-sm">
            This server runs on your own machine: unless it has a mail server, it keeps what it sends at{' '}
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
