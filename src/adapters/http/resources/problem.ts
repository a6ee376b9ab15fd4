import { z } from 'zod'
import { problems } from '../problem.js'
import { listOf } from './common.js'

export const problem = z
  .strictObject({
    type: z.string().describe('`urn:parley:problem:` and the code.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(problems)),
    requestId: z.string(),
    errors: listOf(z.strictObject({ path: z.string(), message: z.string() }))
      .exactOptional()
      .describe('With `validation_failed`: what was wrong, by place in the request.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' })
