import { z } from 'zod'
import type { FoundMessage } from '../../../application/search/search-messages.js'
import { listOf } from './common.js'
import { message } from './messages.js'

const snippetPart = z.strictObject({ text: z.string(), hit: z.boolean().describe('Whether it is what was searched for.') })

export const foundMessage = z
  .strictObject({ message, snippet: listOf(snippetPart).describe("Put together, a piece of the message's text exactly as it stands.") })
  .meta({ id: 'FoundMessage' }) satisfies z.ZodType<FoundMessage>
