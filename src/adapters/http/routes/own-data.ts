import { z } from 'zod'
import type { ConfirmEmailChange } from '../../../application/credentials/confirm-email-change.js'
import type { RequestEmailChange } from '../../../application/credentials/request-email-change.js'
import type { DeleteAccount } from '../../../application/personal-data/delete-account.js'
import type { Archive, ExportData } from '../../../application/personal-data/export-data.js'
import { anyToken, email, typedPassword } from '../account-schemas.js'
import { clearSiteData } from '../browser/clear-site-data.js'
import { RefreshCookie } from '../browser/refresh-cookie.js'
import { jsonStream } from '../json-stream.js'
import { mailSent } from '../resources/accounts.js'
import { archive } from '../resources/archive.js'
import { type Route, route } from '../route.js'

export interface OwnDataUseCases {
  readonly requestEmailChange: RequestEmailChange
  readonly confirmEmailChange: ConfirmEmailChange
  readonly exportData: ExportData
  readonly deleteAccount: DeleteAccount
}

export function ownDataRoutes(core: OwnDataUseCases, { publicUrl }: { readonly publicUrl: string }): readonly Route[] {
  const cookie = new RefreshCookie(publicUrl)
  return [
    route({
      method: 'post',
      path: '/v1/me/email',
      summary: 'Asks for another e-mail address. Nothing changes until the link that is mailed there is used.',
      access: 'bearer',
      audit: 'email_change_request',
      limits: ['mail', 'mailAccount', 'password'],
      body: z.strictObject({ email, password: typedPassword }),
      responses: { 202: mailSent('verification_sent') },
      problems: ['invalid_credentials'],
      handle: async ({ principal, body }) => {
        await core.requestEmailChange.execute({ userId: principal.userId, ...body })
        return { status: 202, body: { status: 'verification_sent' } } as const
      },
    }),
    route({
      method: 'post',
      path: '/v1/me/email/confirm',
      summary: 'Uses the token that was mailed to the new address. Nobody need be signed in.',
      access: 'public',
      audit: 'email_change',
      limits: ['verify'],
      body: z.strictObject({ token: anyToken }),
      responses: { 204: null },
      problems: ['token_used_or_expired'],
      handle: async ({ body }) => {
        return { status: 204, about: { userId: await core.confirmEmailChange.execute(body) } }
      },
    }),
    route({
      method: 'get',
      path: '/v1/me/export',
      summary: 'Everything that is kept about the caller, as one JSON archive.',
      access: 'bearer',
      audit: 'data_export',
      limits: ['exportAccount'],
      responses: { 200: archive },
      handle: async ({ principal }) => ({
        status: 200,
        stream: jsonStream(bodyOf(await core.exportData.execute({ userId: principal.userId }))),
        headers: { 'Content-Disposition': 'attachment; filename="parley-export.json"' },
      }),
    }),
    route({
      method: 'delete',
      path: '/v1/me',
      summary: 'Erases the caller. Their messages stay, without a name.',
      access: 'bearer',
      audit: 'account_erasure',
      limits: ['password'],
      body: z.strictObject({ password: typedPassword }),
      responses: { 204: null },
      problems: ['invalid_credentials'],
      handle: async ({ principal, body }) => {
        await core.deleteAccount.execute({ userId: principal.userId, ...body })
        return { status: 204, headers: { ...clearSiteData, 'Set-Cookie': cookie.clear() } }
      },
    }),
  ]
}

const bodyOf = ({ profile, ...archive }: Archive) => ({ ...archive, profile: { ...profile.user, email: profile.email } })
