import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { Observable } from '../../../sdk/observable.js'
import type { parseMarkdown, Token } from './parse-markdown.js'

/** Longer than any message may be: nothing that a server ought to send. */
const longest = 8_000
/** Without any of these characters there is no markup. */
const mayHaveMarkup = /[*_~`[\]<>@\\-]|:\/\/|^\s*\d+[.)]/m

const parser = new Observable<typeof parseMarkdown | null>(null)

/** The parser comes after the page, which can be read without it. */
export async function loadMarkdown(): Promise<void> {
  if (parser.get() === null) parser.set((await import('./parse-markdown.js')).parseMarkdown)
}

/** What the text is made of; `null` while, or where, it is to be shown as it was written. */
export function useMarkdown(text: string): readonly Token[] | null {
  const parse = useSyncExternalStore(parser.subscribe, parser.get)
  const isWorthIt = text.length <= longest && mayHaveMarkup.test(text)
  useEffect(() => {
    if (isWorthIt) void loadMarkdown()
  }, [isWorthIt])
  return useMemo(() => (parse && isWorthIt ? parse(text) : null), [parse, isWorthIt, text])
}
