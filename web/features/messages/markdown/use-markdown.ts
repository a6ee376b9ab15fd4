import { useEffect, useMemo } from 'react'
import { Part, useContent } from '../../../lib/part.js'
import type { Token } from './parse-markdown.js'

/** Longer than any message may be: nothing that a server ought to send. */
const longest = 8_000
/** Without any of these characters there is no markup. */
const mayHaveMarkup = /[*_~`[\]<>@\\-]|:\/\/|^\s*\d+[.)]/m

/** It comes after the page, which can be read without it. */
const parser = new Part(async () => (await import('./parse-markdown.js')).parseMarkdown)

/** What the text is made of; `null` while, or where, it is to be shown as it was written. */
export function useMarkdown(text: string): readonly Token[] | null {
  const parse = useContent(parser)
  const isWorthIt = text.length <= longest && mayHaveMarkup.test(text)
  useEffect(() => {
    if (isWorthIt) parser.prepare()
  }, [isWorthIt])
  return useMemo(() => (parse && isWorthIt ? parse(text) : null), [parse, isWorthIt, text])
}
