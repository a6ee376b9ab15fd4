import { z } from 'zod'
import { maxEmailLength } from '../../domain/email.js'
import { maxPasswordLength, minPasswordLength, passwordProblem } from '../../domain/password.js'
import { handleRule, isHandle, maxDisplayNameLength } from '../../domain/user.js'
import { label, storable } from './schemas.js'

/** ASCII only, as `z.email()` is; white space around it is dropped. */
export const email = z.string().trim().max(maxEmailLength).pipe(z.email('must be an e-mail address')).meta({ format: 'email' })

const password = (minLength: number) =>
  z
    .string()
    .check(({ value, issues }) => {
      const message = passwordProblem(value, minLength)
      if (message) issues.push({ code: 'custom', message, input: value })
    })
    .meta({ minLength, maxLength: maxPasswordLength })

export const newPassword = password(minPasswordLength)

/** One that is compared with what is stored: a short one is a wrong one. */
export const typedPassword = password(0)

export const handle = z.string().refine(isHandle, handleRule).meta({ pattern: '^[a-z0-9_]{3,32}$' })

export const displayName = label(maxDisplayNameLength)

/** Any token: one of the wrong kind is no malformed request, but a token that is not valid. */
export const anyToken = storable(4_096)

export const device = storable(500)
