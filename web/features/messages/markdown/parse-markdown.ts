import MarkdownIt, { type Token } from 'markdown-it'

export type { Token }

/** Nobody nests deeper; whoever tries pays with plain text, not with the reader's time. */
const deepest = 12

/** The part of Markdown that helps in a conversation. No HTML, no images, no headings; entities and references stay as they were written. */
const parser = new MarkdownIt('zero', { html: false, breaks: true, linkify: true, maxNesting: deepest }).enable([
  'emphasis',
  'strikethrough',
  'backticks',
  'escape',
  'link',
  'linkify',
  'newline',
  'fence',
  'blockquote',
  'list',
])
// Without a scheme it is a word with a dot in it, more often than not the name of a file.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false })
parser.validateLink = (href) => safeLink(href) !== null
parser.normalizeLink = (href) => safeLink(href)?.href ?? href
parser.normalizeLinkText = (text) => safeLink(text)?.href ?? text

/** An absolute address of a kind that does nothing but open. The host in it is as the network has it: look-alikes show as punycode. */
export function safeLink(href: string): URL | null {
  try {
    const url = new URL(href)
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url : null
  } catch {
    return null
  }
}

/** `null` where the text has no markup: it is shown exactly as it was written. */
export function parseMarkdown(text: string): readonly Token[] | null {
  const tokens = parser.parse(text, {})
  return tokens.every(isPlain) ? null : tokens
}

const plainTypes: ReadonlySet<string> = new Set(['paragraph_open', 'paragraph_close', 'inline', 'text', 'softbreak', 'hardbreak'])

const isPlain = ({ type, children }: Token): boolean => plainTypes.has(type) && (children ?? []).every(isPlain)
