/** More handles than this in one text call nobody. */
export const mostMentions = 50

const called = /(?<![\w@./])@([a-z0-9_]{3,32})(?![\w@])/gi

/** Whom a text calls: people by `@handle`, each once, in their order, and with `@all` everybody in the chat. */
export interface Call {
  readonly handles: readonly string[]
  readonly all: boolean
}

const nobody: Call = { handles: [], all: false }

/** Who of them is there, and whether everybody may be called, is for the chat to say. */
export function callOf(text: string | null): Call {
  if (text === null || !text.includes('@')) return nobody
  const names = new Set(Array.from(text.matchAll(called), ([, handle = '']) => handle.toLowerCase()))
  const all = names.delete('all')
  return { handles: [...names].slice(0, mostMentions), all }
}
