import { auth, settings } from './de/account.js'
import { chats } from './de/chats.js'
import { common, errors } from './de/common.js'
import { messages } from './de/messages.js'
import { composer, palette, search } from './de/tools.js'
import type { Texts } from './translation.js'

export const de: Texts = { common, auth, chats, messages, composer, search, palette, settings, errors }
