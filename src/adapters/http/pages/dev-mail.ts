import { type Request, type RequestHandler, Router } from 'express'
import type { Mail, MailOutbox } from '../../../application/ports/mail-outbox.js'
import { ValidationFailed } from '../../../domain/errors.js'
import { isStorable } from '../../../domain/text.js'
import { devMailPage } from './dev-mail-page.js'

const shown = 100
const loopbackAddress = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const loopbackHost = /^(?:localhost|(?:[\w-]+\.)+localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i

export interface DevMailOptions {
  readonly outbox: Pick<MailOutbox, 'listHeld'>
  readonly publicUrl: string
}

/** Shows held mail on the machine itself: `GET /dev/mail`, `GET /dev/mail.json?to=`. For anybody else it does not exist. Not for production. */
export function createDevMail({ outbox, publicUrl }: DevMailOptions): Router {
  const { host } = new URL(publicUrl)
  const heldTo = (request: Request) => outbox.listHeld(addresseeOf(request), shown)
  const router = Router()
  router.get('/dev/mail.json', localOnly(host), async (request, response) => {
    response.json((await heldTo(request)).map(jsonOf))
  })
  router.get('/dev/mail', localOnly(host), async (request, response) => {
    // The mails' own styles are inline; nothing is loaded, and no script runs, here or in their frames.
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    response.type('html').send(devMailPage(await heldTo(request), addresseeOf(request)))
  })
  return router
}

/** Somebody else's proxy on this machine makes everybody a local peer, and says for whom it asks. */
const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/** A page elsewhere that has its name resolve to this machine sends its own name as `Host`. */
const localOnly =
  (publicHost: string): RequestHandler =>
  (request, response, next) => {
    const { host = '' } = request.headers
    const isForwarded = forwarded.some((name) => request.headers[name] !== undefined)
    const isLocal = loopbackAddress.test(request.socket.remoteAddress ?? '') && (loopbackHost.test(host) || host === publicHost)
    if (!isLocal || isForwarded) return next('router')
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('Referrer-Policy', 'no-referrer')
    next()
  }

function addresseeOf(request: Request): string | null {
  const { to } = request.query
  if (typeof to === 'string' && !isStorable(to)) throw new ValidationFailed([{ path: 'to', message: 'must not contain NUL' }])
  return typeof to === 'string' && to.trim() !== '' ? to.trim().toLowerCase() : null
}

const jsonOf = ({ to, subject, text, html, createdAt }: Mail) => ({ to, subject, text, html, at: createdAt.toISOString() })
