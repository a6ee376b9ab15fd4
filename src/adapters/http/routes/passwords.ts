import { z } from 'zod'
import type { ChangePassword } from '../../../application/credentials/change-password.js'
import type { RequestPasswordReset } from '../../../application/credentials/request-password-reset.js'
import type { ResetPassword } from '../../../application/credentials/reset-password.js'
import { parseEmail } from '../../../domain/email.js'
import { anyToken, email, newPassword, typedPassword } from '../account-schemas.js'
import { mailSent } from '../resources/accounts.js'
import { type Route, route } from '../route.js'

export interface PasswordUseCases {
  readonly requestPasswordReset: RequestPasswordReset
  readonly resetPassword: ResetPassword
  readonly changePassword: ChangePassword
}

export const passwordRoutes = ({ requestPasswordReset, resetPassword, changePassword }: PasswordUseCases): readonly Route[] => [
  route({
    method: 'post',
    path: '/v1/auth/password/forgot',
    summary: 'Mails a link to choose a new password. The answer does not tell whether there is an account.',
    access: 'public',
    audit: 'password_reset_request',
    limits: ['mail', 'resetMailAccount'],
    accountOf: ({ body }) => parseEmail(body.email),
    body: z.strictObject({ email }),
    responses: { 202: mailSent('reset_sent') },
    handle: async ({ body }) => {
      await requestPasswordReset.execute(body)
      return { status: 202, body: { status: 'reset_sent' } } as const
    },
  }),
  route({
    method: 'post',
    path: '/v1/auth/password/reset',
    summary: 'Chooses a new password with the token from the mail. Every session of the account ends.',
    access: 'public',
    audit: 'password_reset',
    limits: ['reset'],
    body: z.strictObject({ token: anyToken, password: newPassword }),
    responses: { 204: null },
    problems: ['token_used_or_expired'],
    handle: async ({ body }) => {
      return { status: 204, about: { userId: await resetPassword.execute(body) } }
    },
  }),
  route({
    method: 'post',
    path: '/v1/auth/password/change',
    summary: "Changes the caller's password. Their other sessions end.",
    access: 'bearer',
    audit: 'password_change',
    limits: ['password'],
    body: z.strictObject({ currentPassword: typedPassword, newPassword }),
    responses: { 204: null },
    problems: ['invalid_credentials'],
    handle: async ({ principal: { userId, sessionId }, body }) => {
      await changePassword.execute({ userId, sessionId, ...body })
      return { status: 204 }
    },
  }),
]
