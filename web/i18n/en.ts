import { auth, settings } from './en/account.js'
import { chats } from './en/chats.js'
import { common, errors } from './en/common.js'
import { messages } from './en/messages.js'
import { composer, palette, search } from './en/tools.js'

/** The language that the others are translations of. What is not plain is a function; names of people come isolated from their surroundings. */
export const en = { common, auth, chats, messages, composer, search, palette, settings, errors }
