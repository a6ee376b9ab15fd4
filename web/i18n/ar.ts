import { auth, settings } from './ar/account.js'
import { chats } from './ar/chats.js'
import { common, errors } from './ar/common.js'
import { messages } from './ar/messages.js'
import { composer, palette, search } from './ar/tools.js'
import type { Texts } from './translation.js'

export const ar: Texts = { common, auth, chats, messages, composer, search, palette, settings, errors }
