import { z } from 'zod'
import type { LogIn } from '../../../application/accounts/log-in.js'
import type { LogOut } from '../../../application/accounts/log-out.js'
import type { RefreshSession } from '../../../application/accounts/refresh-session.js'
import type { Register } from '../../../application/accounts/register.js'
import type { ResendVerification } from '../../../application/accounts/resend-verification.js'
import type { SignedIn } from '../../../application/accounts/token-pair.js'
import type { VerifyEmail } from '../../../application/accounts/verify-email.js'
import { type Email, parseEmail } from '../../../domain/email.js'
import { Unauthenticated } from '../../../domain/errors.js'
import { parseRefreshToken } from '../../../domain/refresh-token.js'
import { anyToken, device, displayName, email, handle, newPassword, typedPassword } from '../account-schemas.js'
import { clearSiteData } from '../browser/clear-site-data.js'
import { RefreshCookie } from '../browser/refresh-cookie.js'
import { mailSent, signedIn } from '../resources/accounts.js'
import { type RequestInfo, type Route, route } from '../route.js'

export interface AuthUseCases {
  readonly register: Register
  readonly verifyEmail: VerifyEmail
  readonly resendVerification: ResendVerification
  readonly logIn: LogIn
  readonly refreshSession: RefreshSession
  readonly logOut: LogOut
}

const emailOf = ({ body }: { readonly body: { readonly email: string } }): Email => parseEmail(body.email)

const verificationSent = { status: 202, body: { status: 'verification_sent' } } as const

export function authRoutes(core: AuthUseCases, { publicUrl }: { readonly publicUrl: string }): readonly Route[] {
  const cookie = new RefreshCookie(publicUrl)
  const replyWith = ({ accessToken, expiresIn, refreshToken, refreshExpiresIn, user }: SignedIn, carrier: 'body' | 'cookie') => {
    const body = { accessToken, expiresIn, tokenType: 'Bearer', user } as const
    const { sessionId } = parseRefreshToken(refreshToken) ?? {}
    const about = { userId: user.id, ...(sessionId === undefined ? {} : { sessionId }) }
    if (carrier === 'body') return { status: 200, body: { ...body, refreshToken }, about } as const
    return { status: 200, body, about, headers: { 'Set-Cookie': cookie.set(refreshToken, refreshExpiresIn) } } as const
  }

  return [
    route({
      method: 'post',
      path: '/v1/auth/register',
      summary: 'Asks for an account. The answer does not tell whether the address has one.',
      access: 'public',
      audit: 'registration',
      limits: ['register', 'registerAccount'],
      accountOf: emailOf,
      body: z.strictObject({ email, password: newPassword, handle, displayName: displayName.optional() }),
      responses: { 202: mailSent('verification_sent') },
      problems: ['handle_taken'],
      handle: async ({ body }) => {
        await core.register.execute(body)
        return verificationSent
      },
    }),
    route({
      method: 'post',
      path: '/v1/auth/verify-email',
      summary: 'Uses the token from a verification mail.',
      access: 'public',
      audit: 'email_verification',
      limits: ['verify'],
      responses: { 204: null },
      problems: ['handle_taken', 'token_used_or_expired'],
      body: z.strictObject({ token: anyToken, handle: handle.optional() }),
      handle: async ({ body }) => {
        return { status: 204, about: { userId: await core.verifyEmail.execute(body) } }
      },
    }),
    route({
      method: 'post',
      path: '/v1/auth/verify-email/resend',
      summary: 'Sends the verification mail again; the older one is void.',
      access: 'public',
      audit: 'verification_request',
      limits: ['mail', 'mailAccount'],
      accountOf: emailOf,
      body: z.strictObject({ email }),
      responses: { 202: mailSent('verification_sent') },
      handle: async ({ body }) => {
        await core.resendVerification.execute(body)
        return verificationSent
      },
    }),
    route({
      method: 'post',
      path: '/v1/auth/login',
      summary: 'Signs in. The refresh token comes in the body or in a cookie, as asked for.',
      access: 'public',
      audit: 'sign_in',
      limits: ['login', 'loginWork', 'loginAccount', 'loginAccountDaily'],
      accountOf: emailOf,
      body: z.strictObject({
        email,
        password: typedPassword,
        session: z.enum(['body', 'cookie']).default('body'),
        device: device.optional(),
      }),
      responses: { 200: signedIn },
      problems: ['invalid_credentials', 'email_not_verified', 'forbidden'],
      handle: async ({ body, info }) => {
        const { session, device = info.header('user-agent') ?? null, ...credentials } = body
        if (session === 'cookie') cookie.requireOwnOrigin(info)
        return replyWith(await core.logIn.execute({ ...credentials, device, ip: info.ip }), session)
      },
    }),
    route({
      method: 'post',
      path: '/v1/auth/refresh',
      summary: 'A new pair for a refresh token, from the body or the cookie.',
      access: 'public',
      audit: 'token_refresh',
      limits: ['refresh', 'refreshSession'],
      accountOf: ({ body, info }) => parseRefreshToken(body.refreshToken ?? cookie.read(info) ?? '')?.sessionId ?? null,
      body: z.strictObject({ refreshToken: anyToken.optional() }),
      responses: { 200: signedIn },
      problems: ['unauthenticated', 'refresh_token_reused', 'forbidden'],
      handle: async ({ body, info }) => {
        const token = body.refreshToken ?? cookie.read(info)
        if (token === null) throw new Unauthenticated('There is no refresh token.')
        return replyWith(await core.refreshSession.execute({ refreshToken: token }), body.refreshToken === undefined ? 'cookie' : 'body')
      },
    }),
    route({
      method: 'post',
      path: '/v1/auth/logout',
      summary: 'Ends the session of the refresh token, the cookie or the access token.',
      access: 'public',
      audit: 'sign_out',
      body: z.strictObject({ refreshToken: anyToken.optional() }),
      responses: { 204: null },
      problems: ['forbidden'],
      handle: async ({ body, info }) => {
        const ofCookie = body.refreshToken === undefined ? cookie.read(info) : null
        const session = await core.logOut.execute({ refreshToken: body.refreshToken ?? ofCookie, accessToken: bearerOf(info) })
        const about = session && { userId: session.accountId, sessionId: session.id }
        return { status: 204, about, headers: { ...clearSiteData, ...(ofCookie === null ? {} : { 'Set-Cookie': cookie.clear() }) } }
      },
    }),
  ]
}

/** Expired or not: it only has to name the session that is to end. */
const bearerOf = (info: RequestInfo): string | null => /^Bearer +(\S+)$/i.exec(info.header('authorization') ?? '')?.[1] ?? null
