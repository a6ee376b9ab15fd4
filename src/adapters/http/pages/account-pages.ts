import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import type { FindSignUp } from '../../../application/accounts/find-sign-up.js'
import type { VerifyEmail } from '../../../application/accounts/verify-email.js'
import type { ConfirmEmailChange } from '../../../application/credentials/confirm-email-change.js'
import type { ResetPassword } from '../../../application/credentials/reset-password.js'
import { Forbidden, HandleTaken, TokenUsedOrExpired, Unavailable, ValidationFailed } from '../../../domain/errors.js'
import type { UserId } from '../../../domain/ids.js'
import { maxPasswordLength, minPasswordLength } from '../../../domain/password.js'
import type { SecurityEventType } from '../../../domain/security-event.js'
import { type AuditParts, RequestAudit } from '../audit/request-audit.js'
import { LimitedResponse, RateLimited } from '../limits/limited-response.js'
import type { LimitName } from '../limits/rate-limits.js'
import { problemOf } from '../problem.js'
import { IncomingRequestInfo, requestIdOf } from '../request-info.js'
import { type Field, type Page, pageOf, pagePolicy } from './page.js'

export interface AccountPagesParts extends AuditParts {
  readonly findSignUp: Pick<FindSignUp, 'execute'>
  readonly verifyEmail: Pick<VerifyEmail, 'execute'>
  readonly resetPassword: Pick<ResetPassword, 'execute'>
  readonly confirmEmailChange: Pick<ConfirmEmailChange, 'execute'>
  readonly publicUrl: string
}

/** A page behind a link from a mail: looking at it changes nothing, its button does. */
interface LinkPage {
  readonly path: string
  readonly limit: LimitName
  readonly title: string
  readonly lead: string
  readonly button: string
  readonly fields: readonly Field[]
  readonly done: Page
  readonly audit: SecurityEventType
  /** What the link is about, for who should know it; `null` for a link that is not good. */
  about?(token: string): Promise<string | null>
  /** Answers whose link it was. */
  use(form: Form): Promise<UserId>
}

interface Form {
  readonly token: string
  readonly [field: string]: string
}

const handleField: Field = {
  name: 'handle',
  label: 'Handle',
  type: 'text',
  autocomplete: 'username',
  hint: '3 to 32 of the characters a–z, 0–9 and _.',
}
const passwordField: Field = {
  name: 'password',
  label: 'New password',
  type: 'password',
  autocomplete: 'new-password',
  hint: `${minPasswordLength} to ${maxPasswordLength} characters, of any kind.`,
}
const toSignIn = { label: 'Sign in', href: './sign-in' }
const expired: Page = {
  title: 'This link does not work any more',
  lead: 'It was used before, has expired, or a newer one was sent. Ask for a new one on the sign-in page.',
  link: { label: 'Go to sign in', href: './sign-in' },
}

/** The pages that the links in mails lead to. They need no script. */
export function createAccountPages({
  findSignUp,
  verifyEmail,
  resetPassword,
  confirmEmailChange,
  publicUrl,
  limits,
  securityLog,
}: AccountPagesParts): Router {
  const { origin } = new URL(publicUrl)
  const pages: readonly LinkPage[] = [
    {
      path: '/verify-email',
      limit: 'verify',
      audit: 'email_verification',
      title: 'Verify your e-mail address',
      lead: 'One click, and your account is ready.',
      about: async (token) => {
        const handle = await findSignUp.execute({ token })
        return (
          handle &&
          `It is the account of @${handle}. If that is not what you signed up for, close this page: nothing happens without the button.`
        )
      },
      button: 'Verify my address',
      fields: [],
      done: { title: 'You are all set', lead: 'Your e-mail address is verified.', link: toSignIn },
      use: ({ token, handle }) => verifyEmail.execute({ token, handle: handle?.trim().toLowerCase() }),
    },
    {
      path: '/reset-password',
      limit: 'reset',
      audit: 'password_reset',
      title: 'Choose a new password',
      lead: 'It signs you out on all your devices.',
      button: 'Set the new password',
      fields: [passwordField],
      done: { title: 'Your password is changed', lead: 'You are signed out everywhere. Sign in with the new one.', link: toSignIn },
      use: ({ token, password = '' }) => resetPassword.execute({ token, password }),
    },
    {
      path: '/confirm-email',
      limit: 'verify',
      audit: 'email_change',
      title: 'Use this e-mail address',
      lead: 'One click, and your account has this address. You sign in with it from then on.',
      button: 'Use this address',
      fields: [],
      done: {
        title: 'Your address is changed',
        lead: 'Your account has its new e-mail address.',
        link: { label: 'Go to Parley', href: './' },
      },
      use: ({ token }) => confirmEmailChange.execute({ token }),
    },
  ]
  const router = Router()
  for (const page of pages) {
    router.get(page.path, headers, async (request, response) => {
      const { token } = request.query
      if (typeof token !== 'string' || token === '') return show(response, 410, expired)
      const about = await page.about?.(token)
      show(response, 200, formOf(about ? { ...page, lead: `${page.lead} ${about}` } : page, { token }))
    })
    router.post(
      page.path,
      headers,
      sameOrigin(origin),
      express.urlencoded({ extended: false, limit: '16kb' }),
      async (request, response) => {
        const form = formIn(request)
        const info = new IncomingRequestInfo(request, response)
        const audit = new RequestAudit({ limits, securityLog }, { method: 'post', path: page.path, audit: page.audit }, info)
        const work = async () => {
          await new LimitedResponse(response, limits?.begin([page.limit], info.ip)).byAddress()
          return { about: { userId: await page.use(form) } }
        }
        await audit.of(work).then(
          () => show(response, 200, page.done),
          (error: unknown) => refuse(response, page, form, error),
        )
      },
    )
  }
  return router
}

const headers: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', pagePolicy)
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('Cache-Control', 'no-store')
  next()
}

/** A browser says where a form was sent from, but for a page without a referrer it calls the origin `null`. The token is what no other site has. */
const sameOrigin =
  (origin: string): RequestHandler =>
  (request, _response, next) => {
    const site = request.get('Sec-Fetch-Site')
    const from = request.get('Origin')
    const isForeign = site === undefined ? from !== undefined && from !== 'null' && from !== origin : site !== 'same-origin'
    next(isForeign ? new Forbidden('This form must be sent from its own page.') : undefined)
  }

function formIn(request: Request): Form {
  const body: Readonly<Record<string, unknown>> = request.body ?? {}
  const texts = Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
  return { token: '', ...Object.fromEntries(texts) }
}

function refuse(response: Response, page: LinkPage, form: Form, error: unknown): void {
  const fields = 'handle' in form ? [handleField] : page.fields
  const again = (problem: string) => formOf({ ...page, fields }, form, problem)
  if (error instanceof TokenUsedOrExpired) show(response, 410, expired)
  else if (error instanceof HandleTaken) {
    show(response, 409, formOf({ ...page, fields: [handleField] }, form, 'Somebody has this handle. Choose another one.'))
  } else if (error instanceof ValidationFailed) show(response, 400, again(`It ${error.errors[0]?.message ?? 'is not valid'}.`))
  else if (error instanceof RateLimited || error instanceof Unavailable) {
    const { status, headers } = problemOf(error, requestIdOf(response))
    show(response.set(headers), status, again('That was too much at this moment. Wait a little, then press the button again.'))
  } else throw error
}

function formOf({ title, lead, fields, button }: LinkPage, { token }: Form, problem?: string): Page {
  return { title, lead, form: { token, fields, button }, ...(problem === undefined ? {} : { problem }) }
}

function show(response: Response, status: number, page: Page): void {
  response.status(status).type('html').send(pageOf(page))
}
